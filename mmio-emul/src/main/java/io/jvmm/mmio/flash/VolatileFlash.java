package io.jvmm.mmio.flash;

import java.lang.foreign.MemorySegment;

/** A bank that is erased in each new machine: what the guest writes there lasts until its reset. */
public record VolatileFlash(String name) implements FlashStore {
  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public void load(MemorySegment bank) {
    bank.fill(CfiFlash.ERASED);
  }

  @Override
  public void write(long offset, byte[] bytes) {
    // The bank's memory is all there is.
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
