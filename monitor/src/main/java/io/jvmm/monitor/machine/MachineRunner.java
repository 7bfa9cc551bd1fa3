package io.jvmm.monitor.machine;

import io.jvmm.monitor.console.HostPorts;
import io.jvmm.monitor.console.MachineConsole;
import io.jvmm.monitor.spec.ResolvedSpec;
import io.jvmm.vmm.Hypervisor;
import io.jvmm.vmm.StopReason;
import io.jvmm.vmm.StopReason.Kind;
import io.jvmm.vmm.StopSignal;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.spec.GicChoice;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs the machine of a specification until it stops for good: a guest that resets gets a new
 * machine in the same process. Stops it from outside, by any thread.
 */
public final class MachineRunner {
  private final ResolvedSpec spec;
  private final Hypervisor hypervisor;
  private final Consumer<String> notices;
  private Optional<StopReason> stop = Optional.empty(); // guarded by this
  private StopSignal signal = new StopSignal(); // of the latest machine; guarded by this
  private int boots; // guarded by this
  private Instant booted = Instant.EPOCH; // guarded by this
  private Optional<Machine> current = Optional.empty(); // guarded by this
  private Optional<MachineStatistics> last = Optional.empty(); // guarded by this

  /** A runner that says nothing; nothing is built yet. */
  public MachineRunner(ResolvedSpec spec, Hypervisor hypervisor) {
    this(spec, hypervisor, _ -> {});
  }

  /**
   * A runner; nothing is built yet.
   *
   * @param notices is told, in a line each, what was chosen where the specification leaves it open,
   *     and what is booted from a disk
   */
  public MachineRunner(ResolvedSpec spec, Hypervisor hypervisor, Consumer<String> notices) {
    this.spec = spec;
    this.hypervisor = hypervisor;
    this.notices = notices;
  }

  /**
   * Checks that the host can run the machine, before anything is built.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException with everything that it has not got
   */
  public void check() {
    HostCheck.check(spec.spec(), hypervisor.limits());
  }

  /**
   * Runs until the guest stops for good or is stopped.
   *
   * @param console the user's end of the guest's consoles
   * @param reboot whether a guest that resets is started again
   * @throws io.jvmm.vmm.error.VmmException if the machine cannot be built, or the host fails
   */
  public StopReason run(MachineConsole console, boolean reboot) {
    try (HostPorts ports = HostPorts.open(spec.spec().console().ports())) {
      StopReason reason = runOnce(console, ports, true);
      while (reboot && reason.kind() == Kind.RESET) {
        reason = runOnce(console, ports, false);
      }
      return reason;
    }
  }

  /** Stops the machine, now or as soon as it is built. The first reason given counts. */
  public synchronized void stop(StopReason reason) {
    if (stop.isEmpty()) {
      stop = Optional.of(reason);
    }
    signal.request(reason);
    current.ifPresent(machine -> machine.stop(reason));
  }

  /** Presses the machine's power button; without effect while there is no machine. */
  public synchronized void pressPowerButton() {
    current.ifPresent(Machine::pressPowerButton);
  }

  /** Stops the machine, and starts it again if it is one that may. */
  public void reset() {
    machine().stop(new StopReason(Kind.RESET, "asked for from outside"));
  }

  /**
   * Holds the machine where it is; its guest does not notice.
   *
   * @throws io.jvmm.vmm.error.VmmException if it cannot be held
   */
  public void pause() {
    machine().pause();
  }

  /** Lets a paused machine go on. */
  public void resume() {
    machine().resume();
  }

  /** What it is doing. */
  public synchronized MachineState state() {
    return current
        .map(machine -> machine.isPaused() ? MachineState.PAUSED : MachineState.RUNNING)
        .orElse(MachineState.STARTING);
  }

  /**
   * Makes a disk of the machine larger, and tells its guest.
   *
   * @param index which, counted from 0
   * @param bytes how large it is to be
   * @throws io.jvmm.vmm.error.VmmException if it cannot be that large, or there is no such disk
   */
  public void resizeDisk(int index, long bytes) {
    machine().resizeDisk(index, bytes);
  }

  /**
   * What it and its process have done so far.
   *
   * @throws io.jvmm.vmm.error.VmmException if there is no machine yet, or any more
   */
  public synchronized MachineReport report() {
    return new MachineReport(state(), boots, booted, ProcessUse.now(), machine().statistics());
  }

  /**
   * What is in the registers of its vCPUs.
   *
   * @throws io.jvmm.vmm.error.VmmException if there is no machine yet, or any more, or a vCPU does
   *     not answer
   */
  public RegisterDump registers() {
    return machine().registers();
  }

  /**
   * What is where in its memory.
   *
   * @throws io.jvmm.vmm.error.VmmException if there is no machine yet, or any more
   */
  public synchronized MemoryMapReport memoryMap() {
    return machine().memoryMap();
  }

  private synchronized Machine machine() {
    return current.orElseThrow(
        () -> new HostException("the machine is starting or stopping: try again"));
  }

  /**
   * What the machine has done so far, or did; empty before there is one. A guest that resets starts
   * at nothing again.
   */
  public synchronized Optional<MachineStatistics> statistics() {
    return current.map(Machine::statistics).or(() -> last);
  }

  private StopReason runOnce(MachineConsole console, HostPorts ports, boolean first) {
    try (Machine machine = build(console, ports)) {
      if (first && spec.spec().gic() == GicChoice.AUTO) {
        notices.accept("interrupt controller: " + machine.statistics().interruptController());
      }
      begin(machine);
      try {
        return machine.run();
      } finally {
        end(machine);
      }
    }
  }

  private Machine build(MachineConsole console, HostPorts ports) {
    return MachineBuilder.build(spec, hypervisor, console, ports, notices, nextSignal());
  }

  /** A stop that was asked for is for all machines to come. */
  private synchronized StopSignal nextSignal() {
    signal = new StopSignal();
    stop.ifPresent(signal::request);
    return signal;
  }

  private synchronized void begin(Machine machine) {
    boots++;
    booted = Instant.now();
    current = Optional.of(machine);
    stop.ifPresent(machine::stop);
  }

  private synchronized void end(Machine machine) {
    last = Optional.of(machine.statistics());
    current = Optional.empty();
  }
}
