package io.jvmm.control;

import io.jvmm.monitor.control.ControlRequest.Verb;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.VmmException;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Stops a machine, step by step: its power button, then its monitor's request to halt, then its
 * process's end.
 *
 * @param machine which
 */
public record Stopping(StoredMachine machine) {
  private static final Duration FOR_THE_MONITOR = Duration.ofSeconds(10);
  private static final long POLL_MILLIS = 50;

  /** What it took. */
  public enum Outcome {
    /** The guest powered off. */
    POWERED_OFF,
    /** The guest did not: the machine was halted. */
    HALTED,
    /** Nor did its monitor answer: its process was killed. */
    KILLED
  }

  /**
   * Asks the guest first. Waits until the machine's process has gone.
   *
   * @param patience how long the guest may take
   * @throws ConfigurationException if the machine does not run
   */
  public Outcome gracefully(Duration patience) throws InterruptedException {
    requireUp();
    if (tell(Verb.RESUME) && tell(Verb.POWER_BUTTON) && isGoneWithin(patience)) {
      return Outcome.POWERED_OFF;
    }
    return tell(Verb.HALT) && isGoneWithin(FOR_THE_MONITOR) ? Outcome.HALTED : kill();
  }

  /**
   * Kills its process. Waits until that has gone.
   *
   * @throws ConfigurationException if the machine does not run
   */
  public Outcome kill() throws InterruptedException {
    OptionalLong process = requireUp();
    ProcessHandle.of(process.getAsLong()).ifPresent(ProcessHandle::destroyForcibly);
    if (!isGoneWithin(FOR_THE_MONITOR)) {
      throw new HostException(
          "machine '%s' is still there: end process %d of another user's or session yourself"
              .formatted(machine.name(), process.getAsLong()));
    }
    machine.home().events().add(machine.name(), MachineEvent.Kind.KILLED);
    return Outcome.KILLED;
  }

  private OptionalLong requireUp() {
    OptionalLong process = machine.process();
    if (process.isEmpty()) {
      throw new ConfigurationException("machine '%s' is not running".formatted(machine.name()));
    }
    return process;
  }

  /** Whether it got the message; a machine that is starting does not. */
  private boolean tell(Verb verb) {
    try {
      machine.ask(verb);
      return true;
    } catch (VmmException e) {
      return false;
    }
  }

  private boolean isGoneWithin(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (machine.process().isPresent()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(POLL_MILLIS);
    }
    return true;
  }
}
