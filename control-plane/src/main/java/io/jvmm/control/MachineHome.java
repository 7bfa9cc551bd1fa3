package io.jvmm.control;

import io.jvmm.monitor.control.ControlClient;
import io.jvmm.monitor.control.RunLock;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A machine's own directory: its {@code vm:} files, and what keeps track of it.
 *
 * @param name the machine's
 * @param directory where it is; need not exist
 */
public record MachineHome(String name, Path directory) {
  private static final Set<String> STATE =
      Set.of(
          "spec.json",
          "spec.origin",
          "run.json",
          "lock",
          "start.lock",
          "control.sock",
          "console.sock",
          "monitor.log");

  /** Where the machine takes requests while it runs. */
  public Path controlSocket() {
    return directory.resolve("control.sock");
  }

  /** Where users attach to the console of a machine that runs on its own. */
  public Path consoleSocket() {
    return directory.resolve("console.sock");
  }

  /** What the machine printed, as far as it is kept. */
  public Path consoleLog() {
    return directory.resolve("console.log");
  }

  /** What the process said that runs the machine on its own. */
  public Path monitorLog() {
    return directory.resolve("monitor.log");
  }

  /** The specification that the machine was created with. */
  Path specification() {
    return directory.resolve("spec.json");
  }

  /** The directory that relative paths in the specification start from, as text. */
  Path origin() {
    return directory.resolve("spec.origin");
  }

  /** What became of the machine when it last ran. */
  Path lastRun() {
    return directory.resolve("run.json");
  }

  /** Held by the process that runs the machine. */
  Path lockFile() {
    return directory.resolve("lock");
  }

  /** Held by whoever starts the machine on its own. */
  Path startLockFile() {
    return directory.resolve("start.lock");
  }

  /** Whether a file of this name keeps track of the machine, and is no part of it. */
  static boolean isState(String file) {
    return file.startsWith("console.log")
        || file.endsWith(".new")
        || file.endsWith(".part")
        || STATE.contains(file);
  }

  /** What happened to it, and to the user's other machines. */
  EventLog events() {
    return new EventLog(directory.resolveSibling("../events.jsonl").normalize());
  }

  /** The process that runs it; empty if none does, 0 if that has not said its number yet. */
  OptionalLong holder() {
    return RunLock.holder(lockFile());
  }

  /** Who asks the machine. */
  public ControlClient client() {
    return new ControlClient(name, controlSocket());
  }

  /**
   * Keeps the machine from being run a second time, until it is closed.
   *
   * @throws io.jvmm.vmm.error.VmmException if it runs already, or the directory cannot be made
   */
  public RunLock lock() {
    return RunLock.take(lockFile(), name);
  }
}
