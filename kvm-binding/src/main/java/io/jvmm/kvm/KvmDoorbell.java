package io.jvmm.kvm;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.jvmm.kvm.uapi.LinuxKvm;
import io.jvmm.kvm.uapi.kvm_ioeventfd;
import io.jvmm.vmm.Doorbell;
import io.jvmm.vmm.memory.GuestAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An eventfd(2) that KVM adds 1 to at each store that is connected to it (Linux,
 * Documentation/virt/kvm/api.rst, KVM_IOEVENTFD).
 */
final class KvmDoorbell implements Doorbell {
  private static final MemorySegment ONE = Arena.global().allocateFrom(JAVA_LONG, 1);

  private final KvmFd vm;
  private final KvmFd counter;
  private final MemorySegment count = Arena.ofAuto().allocate(JAVA_LONG); // what a read is for

  private boolean closed; // guarded by this

  private KvmDoorbell(KvmFd vm, KvmFd counter) {
    this.vm = vm;
    this.counter = counter;
  }

  /** A doorbell of a virtual machine's. */
  static KvmDoorbell create(KvmFd vm) {
    int result = Libc.eventfd(0, LinuxKvm.EFD_CLOEXEC());
    if (result < 0) {
      throw Diagnosis.failed("eventfd", "0", result);
    }
    return new KvmDoorbell(vm, new KvmFd(result));
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

  /** With a lock, for a closed descriptor's number may soon be another file's. */
  @Override
  public synchronized void ring() {
    if (closed) {
      return;
    }
    int result = (int) Libc.write(counter.number(), ONE);
    if (result < 0) {
      throw Diagnosis.failed("write", "an event", result);
    }
  }

  /** A signal lets it return early. */
  @Override
  public void await() {
    int result = (int) Libc.read(counter.number(), count);
    if (result < 0 && !Errno.EINTR.is(result)) {
      throw Diagnosis.failed("read", "events", result);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    counter.close();
  }
}
