package io.jvmm.kvm;

import io.jvmm.kvm.uapi.LinuxKvm;
import io.jvmm.kvm.uapi.kvm_ioeventfd;
import io.jvmm.linux.EventCounter;
import io.jvmm.vmm.Doorbell;
import io.jvmm.vmm.memory.GuestAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;

/**
 * An eventfd(2) that KVM adds 1 to at each store that is connected to it (Linux,
 * Documentation/virt/kvm/api.rst, KVM_IOEVENTFD).
 */
final class KvmDoorbell implements Doorbell {
  private final KvmFd vm;
  private final EventCounter counter;

  private KvmDoorbell(KvmFd vm, EventCounter counter) {
    this.vm = vm;
    this.counter = counter;
  }

  /** A doorbell of a virtual machine's. */
  static KvmDoorbell create(KvmFd vm) {
    return new KvmDoorbell(vm, EventCounter.create());
  }

  @Override
  public void connect(GuestAddress address, int width, long value) {
    request(address, width, value, LinuxKvm.KVM_IOEVENTFD_FLAG_DATAMATCH());
  }

  @Override
  public void disconnect(GuestAddress address, int width, long value) {
    int flags = LinuxKvm.KVM_IOEVENTFD_FLAG_DATAMATCH() | LinuxKvm.KVM_IOEVENTFD_FLAG_DEASSIGN();
    request(address, width, value, flags);
  }

  private void request(GuestAddress address, int width, long value, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = kvm_ioeventfd.allocate(arena);
      kvm_ioeventfd.addr(request, address.value());
      kvm_ioeventfd.len(request, width);
      kvm_ioeventfd.datamatch(request, value);
      kvm_ioeventfd.fd(request, counter.number());
      kvm_ioeventfd.flags(request, flags);
      vm.call(
          Ioctl.KVM_IOEVENTFD,
          request,
          () -> "store of 0x%x, %d bytes, to %s".formatted(value, width, address));
    }
  }

  @Override
  public void ring() {
    counter.ring();
  }

  @Override
  public void await() {
    counter.await();
  }

  @Override
  public OptionalInt descriptor() {
    return counter.descriptor();
  }

  @Override
  public void close() {
    counter.close();
  }
}
