package io.jvmm.vmm;

import io.jvmm.vmm.StopReason.Kind;
import io.jvmm.vmm.irq.PrivateLines;
import io.jvmm.vmm.mmio.MmioBus;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Runs one vCPU and answers its exits until the machine stops: a function of exits and a board, so
 * that it can be followed and tested without a hypervisor.
 */
public final class VcpuLoop {
  private static final long PSCI_DENIED = -3; // Arm DEN 0022F, 5.2.2

  private final Vcpu vcpu;
  private final Board board;
  private final MmioBus bus;
  private final StopSignal stop;
  private final Queue<Consumer<Vcpu>> errands = new ConcurrentLinkedQueue<>();
  private PrivateLines lines = PrivateLines.NONE; // vCPU thread only
  private boolean unanswered; // since these levels changed, the guest itself has caused no exit

  /** A loop to be run by the vCPU's own thread. */
  public VcpuLoop(Vcpu vcpu, Board board, StopSignal stop) {
    this.vcpu = vcpu;
    this.board = board;
    this.bus = board.bus();
    this.stop = stop;
  }

  /** The vCPU that it runs. */
  public VcpuId id() {
    return vcpu.id();
  }

  /**
   * Has something done by the vCPU's own thread, soon, while no guest code runs; never, if the loop
   * has ended. From any thread.
   */
  public void send(Consumer<Vcpu> errand) {
    errands.add(errand);
    vcpu.kick();
  }

  /**
   * Runs until this vCPU's guest code stops the machine, or somebody else has.
   *
   * @throws io.jvmm.vmm.error.HostException if the host cannot run the vCPU
   */
  public StopReason run() {
    while (true) {
      Optional<StopReason> requested = stop.reason();
      if (requested.isPresent()) {
        return requested.get();
      }
      runErrands();
      Optional<StopReason> reason = answerWithLines(vcpu.run());
      if (reason.isPresent()) {
        return reason.get();
      }
    }
  }

  private void runErrands() {
    for (Consumer<Vcpu> next = errands.poll(); next != null; next = errands.poll()) {
      next.accept(vcpu);
    }
  }

  private Optional<StopReason> answerWithLines(VcpuExit exit) {
    PrivateLines now = vcpu.privateLines();
    if (!now.equals(lines)) {
      lines = now;
      unanswered = true;
      board.privateInterrupts().update(vcpu.id(), now);
    }
    Optional<StopReason> reason = answer(exit);
    if (unanswered && !(exit instanceof VcpuExit.Interrupted)) {
      unanswered = false;
      board.privateInterrupts().answered(vcpu.id());
    }
    return reason;
  }

  private Optional<StopReason> answer(VcpuExit exit) {
    return switch (exit) {
      case VcpuExit.MmioRead(long address, int width) -> {
        vcpu.completeRead(bus.read(address, width));
        yield Optional.empty();
      }
      case VcpuExit.MmioWrite(long address, int width, long value) -> {
        bus.write(address, width, value);
        yield Optional.empty();
      }
      case VcpuExit.NoSyndrome access -> emulate(access);
      case VcpuExit.SystemEvent(VcpuExit.SystemEvent.Kind kind) -> systemEvent(kind);
      case VcpuExit.Interrupted _ -> Optional.empty();
      case VcpuExit.Hypercall _, VcpuExit.Debug _, VcpuExit.Unknown _ -> unexpected(exit);
      case VcpuExit.EntryFailed _, VcpuExit.BackEndFailed _ -> unexpected(exit);
    };
  }

  private Optional<StopReason> emulate(VcpuExit.NoSyndrome access) {
    if (!board.accesses().emulate(vcpu, access, bus)) {
      vcpu.injectExternalAbort();
    }
    return Optional.empty();
  }

  private Optional<StopReason> systemEvent(VcpuExit.SystemEvent.Kind kind) {
    return switch (kind) {
      case SHUTDOWN -> Optional.of(StopReason.of(Kind.POWERED_OFF));
      case RESET -> Optional.of(StopReason.of(Kind.RESET));
      case RESET2 -> Optional.of(new StopReason(Kind.RESET, reset2()));
      case CRASH -> Optional.of(new StopReason(Kind.CRASHED, "the guest reported a crash"));
      case SUSPEND -> {
        suspend();
        yield Optional.empty();
      }
      case WAKEUP -> Optional.empty();
    };
  }

  private void suspend() {
    if (board.suspension().isPermitted(vcpu.id())) {
      vcpu.suspend();
    } else {
      vcpu.setRegister(VcpuRegister.X0, PSCI_DENIED);
    }
  }

  private String reset2() {
    return "SYSTEM_RESET2, type 0x%x, cookie 0x%x"
        .formatted(vcpu.register(VcpuRegister.X1), vcpu.register(VcpuRegister.X2));
  }

  private Optional<StopReason> unexpected(VcpuExit exit) {
    return Optional.of(new StopReason(Kind.CRASHED, "%s: %s".formatted(vcpu.id(), exit)));
  }
}
