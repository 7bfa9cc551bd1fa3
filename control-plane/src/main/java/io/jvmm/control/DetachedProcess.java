package io.jvmm.control;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A process that runs a machine on its own: in a session of its own, so that it outlives the
 * terminal that it was started from.
 */
final class DetachedProcess {
  private final StoredMachine machine;
  private final Process process;

  private DetachedProcess(StoredMachine machine, Process process) {
    this.machine = machine;
    this.process = process;
  }

  /**
   * Starts it. What the guest prints goes to the machine's console log, everything else to its
   * monitor's.
   *
   * @param command the program and its arguments
   * @throws HostException if it cannot be started
   */
  static DetachedProcess start(StoredMachine machine, List<String> command) {
    MachineHome home = machine.home();
    List<String> words = new ArrayList<>(List.of("setsid", "--"));
    words.addAll(command);
    try {
      Files.deleteIfExists(home.monitorLog());
      return new DetachedProcess(
          machine,
          new ProcessBuilder(words)
              .directory(Path.of("/").toFile()) // none that could go, or has a file of that name
              .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(Redirect.appendTo(home.consoleLog().toFile()))
              .redirectError(Redirect.appendTo(home.monitorLog().toFile()))
              .start());
    } catch (IOException e) {
      throw new HostException(
          "cannot start machine '%s': %s".formatted(machine.name(), e.getMessage()), e);
    }
  }

  /**
   * Waits until the guest runs.
   *
   * @param messages gets what the process says meanwhile
   * @throws HostException if the process ends with an error instead
   */
  void awaitGuest(OutputStream messages) throws InterruptedException {
    LogFollower follower = new LogFollower(machine.home().monitorLog(), messages);
    while (process.isAlive() && !isGuestRunning()) {
      follower.copy();
      follower.awaitMore();
    }
    follower.copy();
    // A guest that has powered off already is no failure.
    if (!process.isAlive() && process.exitValue() != 0) {
      throw new HostException("machine '%s' did not start".formatted(machine.name()));
    }
  }

  /** Not somebody else's, who was faster and runs the same machine. */
  private boolean isGuestRunning() {
    return machine.process().equals(OptionalLong.of(process.pid()))
        && machine.condition() == Condition.RUNNING;
  }
}
