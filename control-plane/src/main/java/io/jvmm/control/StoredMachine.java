package io.jvmm.control;

import io.jvmm.control.MachineEvent.Kind;
import io.jvmm.monitor.control.ControlRequest.Order;
import io.jvmm.monitor.control.ControlRequest.Verb;
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
   * Has the specification say the name that its directory has: a process that was to rename the
   * machine may have been killed.
   *
   * @throws HostException if it cannot be written
   */
  public void settleName() {
    if (isCreated() && process().isEmpty()) {
      writeName();
    }
  }

  /** The same, by who has the machine's lock. */
  void writeName() {
    SpecificationText.ifReadable(specification())
        .filter(text -> !text.name().isEmpty() && !text.name().equals(name()))
        .ifPresent(text -> text.withName(name()).write(specification()));
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
    return home.holder();
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
    home.events().add(name(), Kind.STARTED);
    int status = ExitStatus.ERROR;
    try {
      status = run.getAsInt();
    } finally {
      over(begun, numbers.inOwnNumbers(status));
    }
    return status;
  }

  private void over(LastRun begun, int status) {
    begun.over(Instant.now(), status).write(home.lastRun());
    home.events()
        .add(name(), Condition.after(status).event(), Optional.of("exit status " + status));
  }

  /**
   * Asks it.
   *
   * @throws ConfigurationException if it does not run, or refuses
   */
  public String ask(Verb verb) {
    String answer = home.client().ask(new Order(verb));
    event(verb).ifPresent(kind -> home.events().add(name(), kind));
    return answer;
  }

  /**
   * What it has done so far, as {@link io.jvmm.monitor.machine.MachineReport#toJson} has it.
   *
   * @throws ConfigurationException if it does not run
   */
  public String statistics() {
    return ask(Verb.STATISTICS);
  }

  /**
   * What is in its registers, as {@link io.jvmm.monitor.machine.RegisterDump#toJson} has it.
   *
   * @throws ConfigurationException if it does not run
   */
  public String registers() {
    return ask(Verb.REGISTERS);
  }

  /**
   * What is where in its memory, as {@link io.jvmm.monitor.machine.MemoryMapReport#toJson} has it.
   *
   * @throws ConfigurationException if it does not run
   */
  public String memoryMap() {
    return ask(Verb.MEMORY_MAP);
  }

  private static Optional<Kind> event(Verb verb) {
    return switch (verb) {
      case PAUSE -> Optional.of(Kind.PAUSED);
      case RESUME -> Optional.of(Kind.RESUMED);
      case RESET -> Optional.of(Kind.RESET);
      case POWER_BUTTON -> Optional.of(Kind.POWER_BUTTON);
      case HALT -> Optional.empty(); // its process has the last word
      case STATE, STATISTICS, REGISTERS, MEMORY_MAP, END_RECORDING -> Optional.empty();
    };
  }
}
