package io.jvmm.mmio.fwcfg;

import java.lang.foreign.MemorySegment;

/** What a guest can read, wherever it is kept. Asked on a vCPU's thread, one call at a time. */
public interface FwCfgContent {
  /** How many bytes it has, for as long as the machine runs. */
  int length();

  /**
   * Reads some of it.
   *
   * @param offset the first byte's, at least 0; {@code target} ends at {@link #length} at the most
   * @param target is filled; may be guest memory
   * @throws io.jvmm.vmm.error.VmmException if it cannot be read any more
   */
  void read(long offset, MemorySegment target);

  /** A copy of bytes. */
  static FwCfgContent of(byte[] bytes) {
    byte[] own = bytes.clone();
    return new FwCfgContent() {
      @Override
      public int length() {
        return own.length;
      }

      @Override
      public void read(long offset, MemorySegment target) {
        MemorySegment.copy(MemorySegment.ofArray(own), offset, target, 0, target.byteSize());
      }
    };
  }
}
