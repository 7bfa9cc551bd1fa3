package io.jvmm.kvm;

import io.jvmm.kvm.uapi.LinuxKvm;
import io.jvmm.vmm.error.InternalException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Memory mapped into this process; the end of its arena unmaps it. */
final class Mapping {
  private static final int READ_WRITE = LinuxKvm.PROT_READ() | LinuxKvm.PROT_WRITE();
  private static final int NO_FILE = -1;

  private static final int PROT_EXEC = 4; // asm-generic/mman-common.h

  private Mapping() {}

  /** The host's page size in bytes. */
  static long pageSize() {
    return Libc.sysconf(LinuxKvm._SC_PAGESIZE());
  }

  /** Zeroed memory of its own, whose pages are taken from the host when they are first touched. */
  static MemorySegment anonymous(long bytes, Arena arena) {
    int flags = LinuxKvm.MAP_PRIVATE() | LinuxKvm.MAP_ANONYMOUS() | LinuxKvm.MAP_NORESERVE();
    return map(bytes, flags, NO_FILE, arena);
  }

  /** The first bytes of what a file shares with the kernel. */
  static MemorySegment shared(KvmFd file, long bytes, Arena arena) {
    return map(bytes, LinuxKvm.MAP_SHARED(), file.number(), arena);
  }

  /**
   * Lets a mapping be executed and no longer written. The kernel makes the instruction cache see
   * what was written before (Linux, arch/arm64/mm/flush.c).
   */
  static void makeExecutable(MemorySegment mapping) {
    int result = Libc.mprotect(mapping, LinuxKvm.PROT_READ() | PROT_EXEC);
    if (result < 0) {
      throw Diagnosis.failed("mprotect", "read and execute", result);
    }
  }

  private static MemorySegment map(long bytes, int flags, int fd, Arena arena) {
    long address = Libc.mmap(bytes, READ_WRITE, flags, fd);
    if (address < 0) {
      throw Diagnosis.failed("mmap", "%d bytes, flags 0x%x".formatted(bytes, flags), address);
    }
    return MemorySegment.ofAddress(address).reinterpret(bytes, arena, Mapping::unmap);
  }

  private static void unmap(MemorySegment mapping) {
    int result = Libc.munmap(mapping);
    if (result < 0) {
      throw new InternalException("munmap failed with " + Errno.text(-result));
    }
  }
}
