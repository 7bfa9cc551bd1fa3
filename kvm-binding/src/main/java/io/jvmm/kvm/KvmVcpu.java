package io.jvmm.kvm;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.jvmm.kvm.uapi.LinuxKvm;
import io.jvmm.kvm.uapi.kvm_mp_state;
import io.jvmm.kvm.uapi.kvm_signal_mask;
import io.jvmm.kvm.uapi.kvm_vcpu_events;
import io.jvmm.linux.libc.Errno;
import io.jvmm.linux.libc.Libc;
import io.jvmm.linux.libc.Mapping;
import io.jvmm.vmm.CpuInput;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuExit;
import io.jvmm.vmm.VcpuExit.SystemEvent.Kind;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.VcpuRegister;
import io.jvmm.vmm.VectorValue;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.InternalException;
import io.jvmm.vmm.irq.PrivateLines;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A vCPU's file descriptor.
 *
 * <p>A kick does two things, in this order: it sets {@code immediate_exit} in the shared page,
 * which KVM_RUN looks at before it enters the guest, and it sends {@link KickSignal}, which takes a
 * KVM_RUN that has looked already out of the guest. The vCPU's thread undoes both in the same order
 * after KVM_RUN has ended with EINTR: whatever comes in between ends the next KVM_RUN.
 */
final class KvmVcpu implements Vcpu, AutoCloseable {
  /** The thread that runs a vCPU, with the kernel's number for it. */
  private record Runner(Thread thread, int tid) {}

  private final VcpuId id;
  private final VcpuSetup setup;
  private final VcpuRegisters registers;
  private final KvmFd fd;
  private final Arena arena;
  private final RunPage page;
  private final VcpuInputs inputs;
  private volatile @Nullable Runner runner; // set once, by the vCPU's thread
  private volatile boolean running; // KVM_RUN is under way, or soon
  private boolean closed; // guarded by arena

  private KvmVcpu(VcpuSetup setup, KvmFd vm, KvmFd fd, Arena arena, RunPage page) {
    this.id = setup.config().id();
    this.setup = setup;
    this.registers = setup.registers();
    this.inputs = new VcpuInputs(id, vm);
    this.fd = fd;
    this.arena = arena;
    this.page = page;
  }

  /** Takes over a new vCPU's descriptor; its virtual machine's is only used. */
  static KvmVcpu create(VcpuSetup setup, KvmFd vm, KvmFd fd, long runPageBytes) {
    Arena arena = Arena.ofShared();
    try {
      RunPage page = new RunPage(Mapping.shared(fd.file(), runPageBytes, arena));
      return new KvmVcpu(setup, vm, fd, arena, page);
    } catch (HostException e) {
      arena.close();
      fd.close();
      throw e;
    }
  }

  @Override
  public VcpuId id() {
    return id;
  }

  @Override
  public VcpuExit run() {
    bindToThread();
    // Either the inputs are seen to have changed here, or who changes them sees that this runs.
    running = true;
    // Java's memory model has no need of this. But it makes of these two STLR and LDAR, and QEMU's
    // translation of them for x86 lets the load overtake the store.
    VarHandle.fullFence();
    inputs.tell();
    int result = fd.attempt(Ioctl.KVM_RUN, 0);
    running = false;
    if (Errno.EINTR.is(result)) {
      page.immediateExit(false);
      KickSignal.consume();
      return new VcpuExit.Interrupted();
    } else if (result < 0) {
      throw KvmDiagnosis.failed(Ioctl.KVM_RUN.name(), id.toString(), result);
    }
    VcpuExit exit = page.exit();
    if (exit instanceof VcpuExit.SystemEvent(Kind kind) && kind == Kind.WAKEUP) {
      wakeUp();
    }
    return exit;
  }

  @Override
  public void completeRead(long value) {
    page.completeRead(value);
  }

  @Override
  public void kick() {
    synchronized (arena) {
      if (closed) {
        return;
      }
      page.immediateExit(true);
      // Either this thread sees the runner, or the runner's first KVM_RUN sees immediate_exit.
      VarHandle.fullFence();
      Runner target = runner;
      if (target != null) {
        KickSignal.send(target.tid);
      }
    }
  }

  @Override
  public PrivateLines privateLines() {
    return page.privateLines();
  }

  @Override
  public void setInput(CpuInput input, boolean asserted) {
    inputs.set(input, asserted);
    if (running) {
      kick();
    }
  }

  @Override
  public void suspend() {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment state = kvm_mp_state.allocate(scratch);
      kvm_mp_state.mp_state(state, LinuxKvm.KVM_MP_STATE_SUSPENDED());
      fd.call(Ioctl.KVM_SET_MP_STATE, state, () -> id + ", suspended");
    }
  }

  @Override
  public boolean isPoweredOff() {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment state = kvm_mp_state.allocate(scratch);
      fd.call(Ioctl.KVM_GET_MP_STATE, state, () -> id + ", power state");
      return kvm_mp_state.mp_state(state) == LinuxKvm.KVM_MP_STATE_STOPPED();
    }
  }

  @Override
  public long register(VcpuRegister register) {
    return registers.get(register);
  }

  @Override
  public void setRegister(VcpuRegister register, long value) {
    registers.set(register, value);
  }

  @Override
  public VectorValue vector(int n) {
    return registers.vector(n);
  }

  @Override
  public void setVector(int n, VectorValue value) {
    registers.setVector(n, value);
  }

  @Override
  public void injectExternalAbort() {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment events = kvm_vcpu_events.allocate(scratch);
      kvm_vcpu_events.exception.ext_dabt_pending(kvm_vcpu_events.exception(events), (byte) 1);
      fd.call(Ioctl.KVM_SET_VCPU_EVENTS, events, () -> id + ", external abort");
    }
  }

  @Override
  public void close() {
    synchronized (arena) {
      if (!closed) {
        closed = true;
        arena.close();
        fd.close();
      }
    }
  }

  /**
   * Starts the guest where its call of SYSTEM_SUSPEND says. The arguments of the call are still in
   * the registers, and KVM leaves the rest to us.
   */
  private void wakeUp() {
    long entryPoint = registers.get(VcpuRegister.X1);
    long context = registers.get(VcpuRegister.X2);
    setup.reset();
    inputs.forgotten();
    registers.set(VcpuRegister.PC, entryPoint);
    registers.set(VcpuRegister.X0, context);
  }

  private void bindToThread() {
    Thread current = Thread.currentThread();
    Runner bound = runner;
    if (bound == null) {
      HostAffinity.pinCallingThread(setup.config().hostCpus());
      setup.complete();
      setSignalMask(KickSignal.block());
      runner = new Runner(current, Libc.gettid());
      VarHandle.fullFence();
    } else if (!bound.thread.equals(current)) {
      throw new InternalException(
          "%s is run by %s, not by %s".formatted(id, bound.thread, current));
    }
  }

  private void setSignalMask(long blocked) {
    try (Arena scratch = Arena.ofConfined()) {
      long offset = kvm_signal_mask.sigset$offset();
      MemorySegment mask = scratch.allocate(offset + Long.BYTES, Integer.BYTES);
      kvm_signal_mask.len(mask, Long.BYTES);
      mask.set(JAVA_LONG_UNALIGNED, offset, blocked);
      fd.call(Ioctl.KVM_SET_SIGNAL_MASK, mask, () -> "%s, 0x%x".formatted(id, blocked));
    }
  }
}
