package io.jvmm.stage2;

import io.jvmm.vmm.Doorbell;
import io.jvmm.vmm.KernelDevice;
import io.jvmm.vmm.MemorySlot;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuConfig;
import io.jvmm.vmm.Vm;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.InterruptMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** A virtual machine that keeps memory slots, as strictly as KVM does. */
final class SlotVm implements Vm {
  private final SequencedMap<Integer, MemorySlot> slots = new TreeMap<>();
  private final List<String> calls = new ArrayList<>();

  Collection<MemorySlot> slots() {
    return slots.values();
  }

  MemorySlot slot(int index) {
    MemorySlot slot = slots.get(index);
    if (slot == null) {
      throw new AssertionError("there is no slot " + index);
    }
    return slot;
  }

  /** What was done, such as {@code map 0} and {@code unmap 0}, in order. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  void forgetCalls() {
    calls.clear();
  }

  @Override
  public void mapSlot(MemorySlot slot) {
    for (MemorySlot other : slots.values()) {
      if (other.index() == slot.index() || other.guest().overlaps(slot.guest())) {
        throw new AssertionError("%s collides with %s".formatted(slot, other));
      }
    }
    slots.put(slot.index(), slot);
    calls.add("map " + slot.index());
  }

  @Override
  public void unmapSlot(int index) {
    if (slots.remove(index) == null) {
      throw new AssertionError("slot %d is not in use".formatted(index));
    }
    calls.add("unmap " + index);
  }

  @Override
  public Vcpu createVcpu(VcpuConfig config) {
    throw new AssertionError("guest memory makes no vCPU");
  }

  @Override
  public void setCounterOffset(long ticks) {
    throw new AssertionError("guest memory sets no counter");
  }

  @Override
  public boolean supports(KernelDevice.Kind kind) {
    return false;
  }

  @Override
  public KernelDevice createDevice(KernelDevice.Kind kind) {
    throw new AssertionError("guest memory makes no device");
  }

  @Override
  public void setLine(IntId spi, boolean asserted) {
    throw new AssertionError("guest memory drives no line");
  }

  @Override
  public boolean signalMessage(InterruptMessage message) {
    throw new AssertionError("guest memory sends no message");
  }

  @Override
  public Optional<Doorbell> createDoorbell() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
