package io.jvmm.kvm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.jvmm.kvm.uapi.kvm_device_attr;
import io.jvmm.vmm.KernelDevice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The file descriptor of what has attributes: an in-kernel device, or a vCPU. */
final class KvmDevice implements KernelDevice, AutoCloseable {
  private final String name;
  private final KvmFd fd;

  KvmDevice(String name, KvmFd fd) {
    this.name = name;
    this.fd = fd;
  }

  @Override
  public boolean hasAttribute(int group, long attribute) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = request(group, attribute, MemorySegment.NULL, arena);
      return fd.attempt(Ioctl.KVM_HAS_DEVICE_ATTR, request) == 0;
    }
  }

  @Override
  public void setAttribute(int group, long attribute, long value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request =
          request(group, attribute, arena.allocateFrom(JAVA_LONG, value), arena);
      call(Ioctl.KVM_SET_DEVICE_ATTR, request, "value 0x%x".formatted(value));
    }
  }

  @Override
  public void setAttribute32(int group, long attribute, int value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = request(group, attribute, arena.allocateFrom(JAVA_INT, value), arena);
      call(Ioctl.KVM_SET_DEVICE_ATTR, request, "value 0x%x".formatted(value));
    }
  }

  @Override
  public void command(int group, long attribute) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = request(group, attribute, MemorySegment.NULL, arena);
      call(Ioctl.KVM_SET_DEVICE_ATTR, request, "no value");
    }
  }

  @Override
  public long attribute(int group, long attribute) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_LONG);
      call(Ioctl.KVM_GET_DEVICE_ATTR, request(group, attribute, value, arena), "to be read");
      return value.get(JAVA_LONG, 0);
    }
  }

  @Override
  public int attribute32(int group, long attribute) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_INT);
      call(Ioctl.KVM_GET_DEVICE_ATTR, request(group, attribute, value, arena), "to be read");
      return value.get(JAVA_INT, 0);
    }
  }

  @Override
  public void close() {
    fd.close();
  }

  private void call(Ioctl ioctl, MemorySegment request, String value) {
    fd.call(
        ioctl,
        request,
        () ->
            "%s, group %d, attribute 0x%x, %s"
                .formatted(
                    name, kvm_device_attr.group(request), kvm_device_attr.attr(request), value));
  }

  private static MemorySegment request(
      int group, long attribute, MemorySegment value, Arena arena) {
    MemorySegment request = kvm_device_attr.allocate(arena);
    kvm_device_attr.group(request, group);
    kvm_device_attr.attr(request, attribute);
    kvm_device_attr.addr(request, value.address());
    return request;
  }
}
