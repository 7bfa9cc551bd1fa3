package io.jvmm.mmio.flash;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** A store of bytes in memory, which can be made to fail. */
final class MemoryStore implements FlashStore {
  private final byte[] bytes;
  private final boolean writable;
  private boolean failing;
  private int writes;

  private MemoryStore(int size, boolean writable) {
    this.bytes = new byte[size];
    this.writable = writable;
  }

  /** Erased. */
  static MemoryStore writable(int size) {
    MemoryStore store = new MemoryStore(size, true);
    Arrays.fill(store.bytes, CfiFlash.ERASED);
    return store;
  }

  /** With zeros in it. */
  static MemoryStore readOnly(int size) {
    return new MemoryStore(size, false);
  }

  byte[] bytes() {
    return bytes;
  }

  int writes() {
    return writes;
  }

  void failFromNowOn() {
    failing = true;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public boolean isWritable() {
    return writable;
  }

  @Override
  public void load(MemorySegment bank) {
    bank.copyFrom(MemorySegment.ofArray(bytes));
  }

  @Override
  public void write(long offset, byte[] source) throws IOException {
    if (!writable) {
      throw new AssertionError("a read-only store is not written");
    }
    if (failing) {
      throw new IOException("no space left on device");
    }
    System.arraycopy(source, 0, bytes, (int) offset, source.length);
    writes++;
  }

  @Override
  public void close() {}
}
