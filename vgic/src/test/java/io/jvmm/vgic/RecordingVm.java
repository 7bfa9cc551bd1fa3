package io.jvmm.vgic;

import io.jvmm.vmm.Doorbell;
import io.jvmm.vmm.KernelDevice;
import io.jvmm.vmm.MemorySlot;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuConfig;
import io.jvmm.vmm.Vm;
import io.jvmm.vmm.irq.EdgeIrq;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.InterruptMessage;
import io.jvmm.vmm.irq.MessageLine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A virtual machine that offers some kinds of GIC and writes down what is asked of it. */
final class RecordingVm implements Vm {
  private final Set<KernelDevice.Kind> offered = EnumSet.noneOf(KernelDevice.Kind.class);
  private boolean hasLines;
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  static RecordingVm offering(KernelDevice.Kind... kinds) {
    RecordingVm vm = new RecordingVm();
    vm.offered.addAll(List.of(kinds));
    return vm;
  }

  /** From now on it has lines for edges and messages. */
  RecordingVm withLines() {
    hasLines = true;
    return this;
  }

  /** What was asked of it, in order; attributes as {@code group/number = value}. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  void forgetCalls() {
    calls.clear();
  }

  @Override
  public boolean supports(KernelDevice.Kind kind) {
    return offered.contains(kind);
  }

  @Override
  public KernelDevice createDevice(KernelDevice.Kind kind) {
    calls.add("create " + kind);
    return new RecordingDevice();
  }

  @Override
  public void setLine(IntId spi, boolean asserted) {
    calls.add(spi + (asserted ? " up" : " down"));
  }

  @Override
  public boolean signalMessage(InterruptMessage message) {
    calls.add(message.toString());
    return true;
  }

  @Override
  public Optional<EdgeIrq> createEdge(IntId spi) {
    return hasLines ? Optional.of(() -> calls.add(spi + " edge")) : Optional.empty();
  }

  @Override
  public Optional<MessageLine> createMessageLine() {
    return hasLines ? Optional.of(new RecordingLine()) : Optional.empty();
  }

  @Override
  public void mapSlot(MemorySlot slot) {
    throw new AssertionError("a GIC maps no memory");
  }

  @Override
  public void unmapSlot(int index) {
    throw new AssertionError("a GIC unmaps no memory");
  }

  @Override
  public Vcpu createVcpu(VcpuConfig config) {
    throw new AssertionError("a GIC makes no vCPU");
  }

  @Override
  public void setCounterOffset(long ticks) {
    throw new AssertionError("a GIC sets no counter");
  }

  @Override
  public Optional<Doorbell> createDoorbell() {
    return Optional.empty();
  }

  @Override
  public void close() {
    throw new AssertionError("a GIC does not end its machine");
  }

  private final class RecordingLine implements MessageLine {
    @Override
    public void route(InterruptMessage message) {
      calls.add("line to " + message);
    }

    @Override
    public void pulse() {
      calls.add("line");
    }
  }

  private final class RecordingDevice implements KernelDevice {
    @Override
    public boolean hasAttribute(int group, long attribute) {
      return true;
    }

    @Override
    public void setAttribute(int group, long attribute, long value) {
      calls.add("%d/%d = 0x%x".formatted(group, attribute, value));
    }

    @Override
    public void setAttribute32(int group, long attribute, int value) {
      calls.add("%d/%d = %d (32 bits)".formatted(group, attribute, value));
    }

    @Override
    public void command(int group, long attribute) {
      calls.add("%d/%d".formatted(group, attribute));
    }

    @Override
    public long attribute(int group, long attribute) {
      throw new AssertionError("nothing to read");
    }

    @Override
    public int attribute32(int group, long attribute) {
      throw new AssertionError("nothing to read");
    }
  }
}
