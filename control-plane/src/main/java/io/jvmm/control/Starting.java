package io.jvmm.control;

import io.jvmm.monitor.control.RunLock;
import io.jvmm.vmm.error.ConfigurationException;
import java.io.OutputStream;
import java.util.List;

/**
 * Starts a machine on its own.
 *
 * @param machine which
 * @param command what its process runs: the program and its arguments
 */
public record Starting(StoredMachine machine, List<String> command) {
  /** Copies the words. */
  public Starting {
    command = List.copyOf(command);
  }

  /**
   * Starts its process, and waits until its guest runs.
   *
   * @param messages gets what the process says meanwhile
   * @throws ConfigurationException if it runs, or another process starts it
   * @throws io.jvmm.vmm.error.HostException if it cannot be started
   */
  public void untilGuestRuns(OutputStream messages) throws InterruptedException {
    try (RunLock _ = RunLock.takeToStart(machine.home().startLockFile(), machine.name())) {
      if (machine.process().isPresent()) {
        throw new ConfigurationException(
            "machine '%s' is %s already".formatted(machine.name(), machine.condition()));
      }
      machine.settleName();
      DetachedProcess.start(machine, command).awaitGuest(messages);
    }
  }
}
