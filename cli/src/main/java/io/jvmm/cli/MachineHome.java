package io.jvmm.cli;

import io.jvmm.monitor.control.ControlClient;
import io.jvmm.monitor.control.RunLock;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A machine's own directory: its {@code vm:} files, and what keeps track of it while it runs.
 *
 * @param name the machine's
 * @param directory where it is; need not exist
 */
record MachineHome(String name, Path directory) {
  /** By the XDG base directory specification. */
  static MachineHome of(String name, Map<String, String> environment) {
    Path state =
        Optional.ofNullable(environment.get("XDG_STATE_HOME"))
            .filter(text -> text.startsWith("/"))
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "state"));
    return new MachineHome(name, state.resolve("jvmm").resolve("vms").resolve(name));
  }

  /** Where the machine takes requests while it runs. */
  Path controlSocket() {
    return directory.resolve("control.sock");
  }

  /** Who asks it. */
  ControlClient client() {
    return new ControlClient(name, controlSocket());
  }

  /** Keeps the machine from being run a second time, until it is closed. */
  RunLock lock() {
    return RunLock.take(directory.resolve("lock"), name);
  }
}
