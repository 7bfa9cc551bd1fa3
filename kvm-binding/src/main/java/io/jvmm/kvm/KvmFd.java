package io.jvmm.kvm;

import io.jvmm.linux.libc.Libc;
import io.jvmm.linux.libc.OpenFile;
import io.jvmm.linux.uapi.Linux;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;

/**
 * An open file of KVM's: {@code /dev/kvm} itself, a virtual machine, a vCPU or a device. Any thread
 * may call; whoever closes it sees to it that no call is under way.
 */
final class KvmFd implements AutoCloseable {
  private final OpenFile file;

  private KvmFd(OpenFile file) {
    this.file = file;
  }

  /** Takes over an open descriptor. */
  KvmFd(int number) {
    this(new OpenFile(number));
  }

  /** Opens a device file. */
  static KvmFd open(String path) {
    return new KvmFd(OpenFile.open(path, Linux.O_RDWR(), KvmDiagnosis.TABLE));
  }

  /** The file itself. */
  OpenFile file() {
    return file;
  }

  /** The descriptor's number. */
  int number() {
    return file.number();
  }

  /**
   * Makes a request that takes a number, 0 where it takes nothing.
   *
   * @return the request's result, 0 or more
   * @throws io.jvmm.vmm.error.HostException if it fails
   */
  int call(Ioctl ioctl, long argument) {
    return checked(ioctl, attempt(ioctl, argument), () -> "0x%x".formatted(argument));
  }

  /**
   * Makes a request that takes a structure.
   *
   * @param arguments its contents, as a person would write them
   * @return the request's result, 0 or more
   * @throws io.jvmm.vmm.error.HostException if it fails
   */
  int call(Ioctl ioctl, MemorySegment structure, Supplier<String> arguments) {
    return checked(ioctl, attempt(ioctl, structure), arguments);
  }

  private static int checked(Ioctl ioctl, int result, Supplier<String> arguments) {
    if (result < 0) {
      throw KvmDiagnosis.failed(ioctl.name(), arguments.get(), result);
    }
    return result;
  }

  /** Makes a request whose failure is an answer: its result, or a negative error number. */
  int attempt(Ioctl ioctl, MemorySegment structure) {
    return attempt(ioctl, structure.address());
  }

  /** Makes such a request with a number, 0 where it takes nothing. */
  int attempt(Ioctl ioctl, long argument) {
    return Libc.ioctl(number(), ioctl.request(), argument);
  }

  /** Closes it; closing it again does nothing. */
  @Override
  public void close() {
    file.close();
  }
}
