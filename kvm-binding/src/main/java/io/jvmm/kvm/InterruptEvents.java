package io.jvmm.kvm;

import io.jvmm.kvm.uapi.kvm_irqfd;
import io.jvmm.linux.EventCounter;
import io.jvmm.vmm.irq.EdgeIrq;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.InterruptMessage;
import io.jvmm.vmm.irq.MessageLine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Interrupts that KVM raises by itself whenever an eventfd(2) is rung (Linux,
 * Documentation/virt/kvm/api.rst, KVM_IRQFD). Each stands for a GSI, and {@link InterruptRoutes}
 * says what that is. Safe for use by any thread.
 */
final class InterruptEvents implements AutoCloseable {
  private final KvmFd vm;
  private final InterruptRoutes routes;
  private final List<EventCounter> counters = new ArrayList<>(); // guarded by this

  InterruptEvents(KvmFd vm) {
    this.vm = vm;
    this.routes = new InterruptRoutes(vm);
  }

  /**
   * Whether this host has them, whatever its interrupt controller.
   *
   * @param vm a virtual machine
   */
  static boolean areSupported(KvmFd vm) {
    return Capability.KVM_CAP_IRQFD.isPresent(vm) && Capability.KVM_CAP_IRQ_ROUTING.isPresent(vm);
  }

  /** A rising edge on an SPI at each pulse; KVM sees no falling one, and needs none. */
  EdgeIrq edge(IntId spi) {
    return connect(routes.add(spi))::ring;
  }

  /** A message to the ITS at each pulse; none if KVM has no more. */
  Optional<MessageLine> messageLine() {
    OptionalInt gsi = routes.reserve();
    return gsi.isEmpty()
        ? Optional.empty()
        : Optional.of(new Line(routes, gsi.getAsInt(), connect(gsi.getAsInt())));
  }

  private record Line(InterruptRoutes routes, int gsi, EventCounter counter)
      implements MessageLine {
    @Override
    public void route(InterruptMessage message) {
      routes.set(gsi, message);
    }

    @Override
    public void pulse() {
      counter.ring();
    }
  }

  private synchronized EventCounter connect(int gsi) {
    EventCounter counter = EventCounter.create();
    counters.add(counter);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = kvm_irqfd.allocate(arena);
      kvm_irqfd.fd(request, counter.number());
      kvm_irqfd.gsi(request, gsi);
      vm.call(Ioctl.KVM_IRQFD, request, () -> "GSI " + gsi);
    }
    return counter;
  }

  /** Closing the last descriptor of an eventfd disconnects it. */
  @Override
  public synchronized void close() {
    counters.forEach(EventCounter::close);
  }
}
