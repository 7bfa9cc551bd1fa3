package io.jvmm.kvm;

import io.jvmm.kvm.uapi.LinuxKvm;
import io.jvmm.kvm.uapi.kvm_arm_counter_offset;
import io.jvmm.kvm.uapi.kvm_create_device;
import io.jvmm.kvm.uapi.kvm_enable_cap;
import io.jvmm.kvm.uapi.kvm_msi;
import io.jvmm.kvm.uapi.kvm_userspace_memory_region;
import io.jvmm.linux.libc.Errno;
import io.jvmm.vmm.Doorbell;
import io.jvmm.vmm.KernelDevice;
import io.jvmm.vmm.MemorySlot;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuConfig;
import io.jvmm.vmm.Vm;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.irq.EdgeIrq;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.InterruptMessage;
import io.jvmm.vmm.irq.MessageLine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A virtual machine's file descriptor. */
final class KvmVm implements Vm {
  private final KvmFd fd;
  private final long runPageBytes;
  private final InterruptEvents events;
  private final Map<Integer, MemorySlot> slots = new HashMap<>(); // guarded by itself
  private final Map<IntId, IrqLine> lines = new ConcurrentHashMap<>();
  private final List<KvmVcpu> vcpus = new ArrayList<>(); // the thread that builds and closes
  private final List<KvmDevice> devices = new ArrayList<>(); // written by the thread that builds

  private KvmVm(KvmFd fd, long runPageBytes) {
    this.fd = fd;
    this.runPageBytes = runPageBytes;
    this.events = new InterruptEvents(fd);
  }

  /** Takes over a new virtual machine's descriptor. */
  static KvmVm create(KvmFd fd, long runPageBytes) {
    KvmVm vm = new KvmVm(fd, runPageBytes);
    try {
      // Without it, an access that the processor does not describe ends KVM_RUN with an error.
      vm.enable(Capability.KVM_CAP_ARM_NISV_TO_USER);
      // With it, the guest finds PSCI SYSTEM_SUSPEND, and a call of it ends KVM_RUN.
      if (Capability.KVM_CAP_ARM_SYSTEM_SUSPEND.isPresent(fd)) {
        vm.enable(Capability.KVM_CAP_ARM_SYSTEM_SUSPEND);
      }
      return vm;
    } catch (HostException e) {
      vm.close();
      throw e;
    }
  }

  @Override
  public void mapSlot(MemorySlot slot) {
    synchronized (slots) {
      if (slots.containsKey(slot.index())) {
        throw new IllegalArgumentException(
            "memory slot %d is in use, for %s"
                .formatted(slot.index(), slots.get(slot.index()).guest()));
      }
      setRegion(slot, slot.guest().size());
      slots.put(slot.index(), slot); // also keeps the memory reachable while the guest uses it
    }
  }

  @Override
  public void unmapSlot(int index) {
    synchronized (slots) {
      MemorySlot slot = slots.get(index);
      if (slot == null) {
        throw new IllegalArgumentException("memory slot %d is not in use".formatted(index));
      }
      setRegion(slot, 0);
      slots.remove(index);
    }
  }

  @Override
  public Vcpu createVcpu(VcpuConfig config) {
    KvmFd vcpuFd = new KvmFd(fd.call(Ioctl.KVM_CREATE_VCPU, config.id().value()));
    VcpuSetup setup = new VcpuSetup(config, fd, vcpuFd, () -> !devices.isEmpty());
    KvmVcpu vcpu = KvmVcpu.create(setup, fd, vcpuFd, runPageBytes);
    vcpus.add(vcpu);
    setup.initialize();
    return vcpu;
  }

  @Override
  public void setCounterOffset(long ticks) {
    Capability.KVM_CAP_COUNTER_OFFSET.require(fd);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment offset = kvm_arm_counter_offset.allocate(arena);
      kvm_arm_counter_offset.counter_offset(offset, ticks);
      fd.call(Ioctl.KVM_ARM_SET_COUNTER_OFFSET, offset, () -> "0x%x ticks".formatted(ticks));
    }
  }

  @Override
  public boolean supports(KernelDevice.Kind kind) {
    return supports(fd, kind);
  }

  /**
   * Whether KVM emulates such a device.
   *
   * @param vm a virtual machine
   */
  static boolean supports(KvmFd vm, KernelDevice.Kind kind) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = deviceRequest(kind, LinuxKvm.KVM_CREATE_DEVICE_TEST(), arena);
      return vm.attempt(Ioctl.KVM_CREATE_DEVICE, request) == 0;
    }
  }

  @Override
  public KernelDevice createDevice(KernelDevice.Kind kind) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = deviceRequest(kind, 0, arena);
      fd.call(Ioctl.KVM_CREATE_DEVICE, request, kind::name);
      KvmDevice device = new KvmDevice(kind.name(), new KvmFd(kvm_create_device.fd(request)));
      devices.add(device);
      return device;
    }
  }

  @Override
  public void setLine(IntId spi, boolean asserted) {
    if (!spi.isSpi()) {
      throw new IllegalArgumentException(spi + " is no SPI");
    }
    lines.computeIfAbsent(spi, this::line).drive(asserted);
  }

  private IrqLine line(IntId spi) {
    int type = LinuxKvm.KVM_ARM_IRQ_TYPE_SPI() << LinuxKvm.KVM_ARM_IRQ_TYPE_SHIFT();
    return new IrqLine(fd, type | spi.value(), spi.toString());
  }

  @Override
  public boolean signalMessage(InterruptMessage message) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment msi = kvm_msi.allocate(arena);
      kvm_msi.address_lo(msi, (int) message.address());
      kvm_msi.address_hi(msi, (int) (message.address() >>> Integer.SIZE));
      kvm_msi.data(msi, message.data());
      kvm_msi.flags(msi, LinuxKvm.KVM_MSI_VALID_DEVID());
      kvm_msi.devid(msi, message.requester());
      int result = fd.attempt(Ioctl.KVM_SIGNAL_MSI, msi);
      // EBUSY is the guest's doing too: it has disabled the ITS, or LPIs where this one goes.
      if (result < 0 && !Errno.EBUSY.is(result)) {
        throw KvmDiagnosis.failed(Ioctl.KVM_SIGNAL_MSI.name(), message.toString(), result);
      }
      return result > 0;
    }
  }

  @Override
  public Optional<EdgeIrq> createEdge(IntId spi) {
    return InterruptEvents.areSupported(fd) ? Optional.of(events.edge(spi)) : Optional.empty();
  }

  @Override
  public Optional<MessageLine> createMessageLine() {
    return InterruptEvents.areSupported(fd) ? events.messageLine() : Optional.empty();
  }

  @Override
  public Optional<Doorbell> createDoorbell() {
    return Capability.KVM_CAP_IOEVENTFD.isPresent(fd)
        ? Optional.of(KvmDoorbell.create(fd))
        : Optional.empty();
  }

  @Override
  public void close() {
    vcpus.forEach(KvmVcpu::close);
    events.close();
    devices.forEach(KvmDevice::close);
    fd.close();
  }

  private void enable(Capability capability) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = kvm_enable_cap.allocate(arena);
      kvm_enable_cap.cap(request, capability.number());
      fd.call(Ioctl.KVM_ENABLE_CAP, request, capability::name);
    }
  }

  private void setRegion(MemorySlot slot, long size) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment region = kvm_userspace_memory_region.allocate(arena);
      kvm_userspace_memory_region.slot(region, slot.index());
      kvm_userspace_memory_region.flags(region, flags(slot.access()));
      kvm_userspace_memory_region.guest_phys_addr(region, slot.guest().start().value());
      kvm_userspace_memory_region.memory_size(region, size);
      kvm_userspace_memory_region.userspace_addr(region, slot.host().address());
      fd.call(Ioctl.KVM_SET_USER_MEMORY_REGION, region, () -> describe(slot, size));
    }
  }

  private static String describe(MemorySlot slot, long size) {
    return "slot %d, %s, memory at 0x%x, size 0x%x, %s"
        .formatted(slot.index(), slot.guest(), slot.host().address(), size, slot.access());
  }

  private static int flags(MemorySlot.Access access) {
    return switch (access) {
      case READ_WRITE -> 0;
      case READ_ONLY -> (int) LinuxKvm.KVM_MEM_READONLY();
      case DIRTY_LOGGED -> (int) LinuxKvm.KVM_MEM_LOG_DIRTY_PAGES();
    };
  }

  private static MemorySegment deviceRequest(KernelDevice.Kind kind, int flags, Arena arena) {
    MemorySegment request = kvm_create_device.allocate(arena);
    kvm_create_device.type(request, type(kind));
    kvm_create_device.flags(request, flags);
    return request;
  }

  private static int type(KernelDevice.Kind kind) {
    return switch (kind) {
      case GIC_V2 -> LinuxKvm.KVM_DEV_TYPE_ARM_VGIC_V2();
      case GIC_V3 -> LinuxKvm.KVM_DEV_TYPE_ARM_VGIC_V3();
      case GIC_ITS -> LinuxKvm.KVM_DEV_TYPE_ARM_VGIC_ITS();
    };
  }
}
