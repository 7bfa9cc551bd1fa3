package io.jvmm.control;

import io.jvmm.monitor.control.ControlRequest.Order;
import io.jvmm.monitor.control.ControlRequest.Verb;
import io.jvmm.monitor.control.RunLock;
import io.jvmm.monitor.machine.ExitStatus;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.VmmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntSupplier;

/**
 * A machine as its directory has it. Everything is looked up when it is asked for: any process may
 * change it meanwhile.
 *
 * @param home its directory
 */
public record StoredMachine(MachineHome home) {
  /** Its name. */
  public String name() {
    return home.name();
  }

  /** Whether it was created, and can be started by its name. */
  public boolean isCreated() {
    return Files.exists(home.specification());
  }

  /** The file with its specification. */
  public Path specification() {
    return home.specification();
  }

  /**
   * The directory that relative paths in the specification start from.
   *
   * @throws HostException if it cannot be read
   */
  public Path origin() {
    try {
      return Path.of(Files.readString(home.origin()).strip());
    } catch (IOException e) {
      throw new HostException(
          "machine '%s' lacks its file '%s': destroy it, and create it again"
              .formatted(name(), home.origin()),
          e);
    }
  }

  /** The process that runs it, if it runs; 0 if that has not said its number yet. */
  public OptionalLong process() {
    return RunLock.holder(home.lockFile());
  }

  /** When it last ran, if it ever did. */
  public Optional<LastRun> lastRun() {
    return LastRun.read(home.lastRun());
  }

  /** What it is. */
  public Condition condition() {
    return process().isPresent()
        ? liveCondition()
        : lastRun().map(StoredMachine::conditionAfter).orElse(Condition.CREATED);
  }

  private static Condition conditionAfter(LastRun run) {
    return run.status().isPresent() ? Condition.after(run.status().getAsInt()) : Condition.LOST;
  }

  private Condition liveCondition() {
    try {
      return Condition.valueOf(home.client().ask(new Order(Verb.STATE)).toUpperCase(Locale.ROOT));
    } catch (VmmException | IllegalArgumentException e) {
      return Condition.STARTING; // nobody answers yet, or any more
    }
  }

  /**
   * Runs it in this process, and keeps a record of that. The caller has the lock.
   *
   * @param run returns the exit status
   * @param numbers whose numbers that is of
   * @return that status
   */
  public int record(IntSupplier run, ExitStatus numbers) {
    LastRun begun = LastRun.begun(Instant.now());
    begun.write(home.lastRun());
    int status = ExitStatus.ERROR;
    try {
      status = run.getAsInt();
    } finally {
      begun.over(Instant.now(), numbers.inOwnNumbers(status)).write(home.lastRun());
    }
    return status;
  }

  /**
   * Asks it.
   *
   * @throws ConfigurationException if it does not run, or refuses
   */
  public String ask(Verb verb) {
    return home.client().ask(new Order(verb));
  }
}
