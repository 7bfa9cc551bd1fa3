package io.jvmm.monitor.machine;

import io.jvmm.mmio.DeviceBus;
import io.jvmm.monitor.machine.MachineStatistics.DiskStatistics;
import io.jvmm.monitor.machine.MachineStatistics.NetworkStatistics;
import io.jvmm.stage2.GuestRam;
import io.jvmm.virtio.block.BlockDevice;
import io.jvmm.virtio.net.NetDevice;
import io.jvmm.vmm.AccessEmulator;
import io.jvmm.vmm.Board;
import io.jvmm.vmm.StopReason;
import io.jvmm.vmm.StopReason.Kind;
import io.jvmm.vmm.StopSignal;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuLoop;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.InternalException;
import io.jvmm.vmm.error.VmmException;
import io.jvmm.vmm.irq.InterruptController;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A machine that is built and has not run, runs, or has stopped; it runs once. A reset is a new
 * machine. Built by {@link MachineBuilder}.
 */
public final class Machine implements AutoCloseable {
  private final String name;
  private final List<ObservedVcpu> vcpus;
  private final Parts parts;
  private final Loaded loaded;
  private final Resources resources;
  private final StopSignal stop;
  private final PowerCensus powerCensus = new PowerCensus();
  private final List<VcpuLoop> loops;
  private final Pause pause;
  private final AtomicReference<@Nullable VmmException> failure = new AtomicReference<>();

  /**
   * What it is made of.
   *
   * @param vcpus its vCPUs, by number
   * @param ram its memory
   * @param bus its devices
   * @param gic its interrupt controller
   * @param gicReason which it is and why, for the user
   * @param accesses what carries out accesses without a syndrome
   * @param disks its disks, as the specification lists them
   * @param networks its network interfaces
   * @param powerButton its power button
   * @param stop what its devices stop it by
   */
  record Parts(
      List<Vcpu> vcpus,
      GuestRam ram,
      DeviceBus bus,
      InterruptController gic,
      String gicReason,
      AccessEmulator accesses,
      List<BlockDevice> disks,
      List<NetDevice> networks,
      PowerButton powerButton,
      StopSignal stop) {}

  /**
   * A machine that has not run.
   *
   * @param name the first part of its threads' names
   * @param parts what it is made of
   * @param loaded what its memory holds
   * @param resources what it gives back when it is closed
   */
  Machine(String name, Parts parts, Loaded loaded, Resources resources) {
    this.name = name;
    this.vcpus = parts.vcpus().stream().map(ObservedVcpu::new).toList();
    this.parts = parts;
    this.loaded = loaded;
    this.resources = resources;
    this.stop = parts.stop();
    this.loops = vcpus.stream().map(this::loop).toList();
    this.pause = new Pause(loops);
  }

  /**
   * Runs it until it stops; one thread for each vCPU, named {@code NAME-vcpuN}.
   *
   * @throws VmmException if the host or jvmm itself failed
   */
  public StopReason run() {
    powerCensus.of(loops);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < loops.size(); i++) {
      ObservedVcpu vcpu = vcpus.get(i);
      VcpuLoop loop = loops.get(i);
      threads.add(Thread.ofPlatform().name(name + "-" + vcpu.id()).start(() -> run(loop, vcpu)));
    }
    threads.forEach(this::join);
    VmmException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    return stop.reason().orElseThrow();
  }

  /** Stops it, from any thread; the first reason given is the one that counts. */
  public void stop(StopReason reason) {
    stop.request(reason);
    powerCensus.stop();
    pause.stop();
    vcpus.forEach(Vcpu::kick);
  }

  /** Presses the power button: a guest that listens to it powers off. From any thread. */
  public void pressPowerButton() {
    parts.powerButton().press();
  }

  /**
   * Holds all vCPUs, and the guest's clock with them. From any thread; while it runs.
   *
   * @throws VmmException if they cannot be held
   */
  public void pause() {
    try {
      pause.begin();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets them go on. From any thread. */
  public void resume() {
    pause.end();
  }

  /**
   * What is in the registers of its vCPUs, each at a moment of its own. From any thread; while it
   * runs, or is paused.
   *
   * @throws VmmException if a vCPU does not answer
   */
  RegisterDump registers() {
    return RegisterDump.of(loops, this::send);
  }

  private void send(VcpuLoop loop, Consumer<Vcpu> errand) {
    if (!pause.send(loop.id(), errand)) {
      loop.send(errand);
    }
  }

  /** Whether it is paused. */
  public boolean isPaused() {
    return pause.isWanted();
  }

  /**
   * Makes a disk larger, and tells the guest. From any thread.
   *
   * @param index which, counted from 0
   * @param bytes how large it is to be
   * @throws VmmException if it cannot be that large, or there is no such disk
   */
  public void resizeDisk(int index, long bytes) {
    List<BlockDevice> disks = parts.disks();
    if (index < 0 || index >= disks.size()) {
      throw new ConfigurationException(
          "machine '%s' has no disk %d: it has %d, counted from 0"
              .formatted(name, index, disks.size()));
    }
    disks.get(index).resize(bytes);
  }

  /** What its memory held when it was built. */
  Loaded loaded() {
    return loaded;
  }

  /** What it has done so far. From any thread. */
  public MachineStatistics statistics() {
    DeviceBus bus = parts.bus();
    return new MachineStatistics(
        vcpus.stream().map(ObservedVcpu::statistics).toList(),
        parts.gicReason(),
        parts.gic().statistics(),
        bus.statistics(),
        bus.unmappedAccesses(),
        parts.networks().stream()
            .map(each -> new NetworkStatistics(each.profile().name(), each.statistics()))
            .toList(),
        parts.disks().stream()
            .map(each -> new DiskStatistics(each.profile().name(), each.statistics()))
            .toList());
  }

  /** What is where in its memory. From any thread, while it is not closed. */
  MemoryMapReport memoryMap() {
    return MemoryMapReport.of(parts.ram().summary(), parts.bus().statistics());
  }

  /** Gives back everything it holds. Not to be called while it runs. */
  @Override
  public void close() {
    resources.close();
  }

  private VcpuLoop loop(ObservedVcpu vcpu) {
    Board board =
        new Board(
            parts.bus().port(vcpu.id()),
            parts.accesses(),
            parts.gic().privateInterrupts(),
            powerCensus);
    return new VcpuLoop(vcpu, board, stop);
  }

  private void run(VcpuLoop loop, ObservedVcpu vcpu) {
    vcpu.begun();
    try {
      stop(loop.run());
    } catch (VmmException e) {
      fail(e);
    } catch (RuntimeException | Error e) {
      fail(new InternalException("%s stopped on a bug".formatted(vcpu.id()), e));
    } finally {
      vcpu.answered();
    }
  }

  private void fail(VmmException e) {
    failure.compareAndSet(null, e);
    stop(new StopReason(Kind.FAILED, String.valueOf(e.getMessage())));
  }

  private void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
        stop(new StopReason(Kind.HALTED, "interrupted"));
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
