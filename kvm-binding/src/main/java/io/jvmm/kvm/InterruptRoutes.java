package io.jvmm.kvm;

import static io.jvmm.kvm.uapi.LinuxKvm.KVM_IRQ_ROUTING_IRQCHIP;
import static io.jvmm.kvm.uapi.LinuxKvm.KVM_IRQ_ROUTING_MSI;

import io.jvmm.kvm.uapi.LinuxKvm;
import io.jvmm.kvm.uapi.kvm_irq_routing_entry_arm64;
import io.jvmm.kvm.uapi.kvm_irq_routing_head;
import io.jvmm.kvm.uapi.kvm_irq_routing_irqchip;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.InterruptMessage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What each GSI, KVM's number for an interrupt from outside, stands for: an SPI or a message
 * (Linux, Documentation/virt/kvm/api.rst, KVM_SET_GSI_ROUTING). KVM takes the table as a whole and
 * waits until nobody uses the one before. Safe for use by any thread.
 */
final class InterruptRoutes {
  /** Below are the SPIs, by index, as KVM numbers them where it is told nothing. */
  private static final int FIRST_MESSAGE = 1024;

  private static final long HEADER = kvm_irq_routing_head.layout().byteSize();
  private static final long ENTRY = kvm_irq_routing_entry_arm64.layout().byteSize();

  /** Fills an entry, whose GSI is set already. */
  private interface Route {
    void fill(MemorySegment entry);
  }

  private final KvmFd vm;
  private final Map<Integer, Route> routes = new TreeMap<>(); // guarded by this
  private int reserved; // guarded by this

  InterruptRoutes(KvmFd vm) {
    this.vm = vm;
  }

  /** Routes an SPI's GSI to it, and returns that. */
  int add(IntId spi) {
    set(spi.index(), entry -> fill(entry, spi));
    return spi.index();
  }

  /** A GSI for messages, which goes nowhere yet; none if KVM has no more. */
  synchronized OptionalInt reserve() {
    int gsi = FIRST_MESSAGE + reserved;
    if (gsi >= Capability.KVM_CAP_IRQ_ROUTING.require(vm)) {
      return OptionalInt.empty();
    }
    reserved++;
    return OptionalInt.of(gsi);
  }

  /** Routes a GSI to a message. */
  void set(int gsi, InterruptMessage message) {
    set(gsi, entry -> fill(entry, message));
  }

  private synchronized void set(int gsi, Route route) {
    routes.put(gsi, route);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment table = arena.allocate(HEADER + routes.size() * ENTRY, Integer.BYTES);
      kvm_irq_routing_head.nr(table, routes.size());
      long offset = HEADER;
      for (Map.Entry<Integer, Route> each : routes.entrySet()) {
        MemorySegment entry = table.asSlice(offset, ENTRY);
        kvm_irq_routing_entry_arm64.gsi(entry, each.getKey());
        each.getValue().fill(entry);
        offset += ENTRY;
      }
      vm.call(Ioctl.KVM_SET_GSI_ROUTING, table, () -> "%d routes".formatted(routes.size()));
    }
  }

  private static void fill(MemorySegment entry, IntId spi) {
    kvm_irq_routing_entry_arm64.type(entry, KVM_IRQ_ROUTING_IRQCHIP());
    kvm_irq_routing_irqchip.pin(kvm_irq_routing_entry_arm64.irqchip(entry), spi.index());
  }

  private static void fill(MemorySegment entry, InterruptMessage message) {
    kvm_irq_routing_entry_arm64.type(entry, KVM_IRQ_ROUTING_MSI());
    kvm_irq_routing_entry_arm64.flags(entry, LinuxKvm.KVM_MSI_VALID_DEVID());
    MemorySegment msi = kvm_irq_routing_entry_arm64.msi(entry);
    kvm_irq_routing_entry_arm64.msi.address_lo(msi, (int) message.address());
    kvm_irq_routing_entry_arm64.msi.address_hi(msi, (int) (message.address() >>> Integer.SIZE));
    kvm_irq_routing_entry_arm64.msi.data(msi, message.data());
    kvm_irq_routing_entry_arm64.msi.devid(msi, message.requester());
  }
}
