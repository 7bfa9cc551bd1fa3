package io.jvmm.linux.libc;

import io.jvmm.linux.uapi.Linux;
import io.jvmm.vmm.error.InternalException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Memory mapped into this process; the end of its arena unmaps it. */
public final class Mapping {
  private static final int READ_WRITE = Linux.PROT_READ() | Linux.PROT_WRITE();
  private static final int NO_FILE = -1;

  private static final int PROT_EXEC = 4; // asm-generic/mman-common.h

  private Mapping() {}

  /** The host's page size in bytes. */
  public static long pageSize() {
    return Libc.sysconf(Linux._SC_PAGESIZE());
  }

  /** Zeroed memory of its own, whose pages are taken from the host when they are first touched. */
  public static MemorySegment anonymous(long bytes, Arena arena) {
    int flags = Linux.MAP_PRIVATE() | Linux.MAP_ANONYMOUS() | Linux.MAP_NORESERVE();
    return map(bytes, flags, NO_FILE, 0, arena);
  }

  /** The first bytes of what a file shares with the kernel. */
  public static MemorySegment shared(OpenFile file, long bytes, Arena arena) {
    return shared(file, 0, bytes, arena);
  }

  /**
   * Some bytes of what a file shares with the kernel.
   *
   * @param offset where in the file, a multiple of the page size
   */
  public static MemorySegment shared(OpenFile file, long offset, long bytes, Arena arena) {
    return map(bytes, Linux.MAP_SHARED(), file.number(), offset, arena);
  }

  /**
   * Lets a mapping be executed and no longer written. The kernel makes the instruction cache see
   * what was written before (Linux, arch/arm64/mm/flush.c).
   */
  public static void makeExecutable(MemorySegment mapping) {
    int result = Libc.mprotect(mapping, Linux.PROT_READ() | PROT_EXEC);
    if (result < 0) {
      throw Diagnosis.GENERAL.failed("mprotect", "read and execute", result);
    }
  }

  private static MemorySegment map(long bytes, int flags, int fd, long offset, Arena arena) {
    long address = Libc.mmap(bytes, READ_WRITE, flags, fd, offset);
    if (address < 0) {
      throw Diagnosis.GENERAL.failed(
          "mmap", "%d bytes, flags 0x%x".formatted(bytes, flags), address);
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
