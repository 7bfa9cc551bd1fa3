package io.jvmm.mmio.flash;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** What keeps a bank's bytes while there is no machine. Used by one thread at a time. */
public interface FlashStore extends AutoCloseable {
  /** Names it in messages. */
  String name();

  /** Whether the guest may change it. */
  boolean isWritable();

  /**
   * Fills a bank's memory: with what is stored, and 0xff behind that.
   *
   * @throws io.jvmm.vmm.error.HostException if it cannot be read
   */
  void load(MemorySegment bank);

  /**
   * Stores bytes, so that they outlive this process, however it ends.
   *
   * @param offset in the bank, which {@code bytes} do not leave
   * @throws IOException if the host cannot; then some of them may be stored
   */
  void write(long offset, byte[] bytes) throws IOException;

  @Override
  void close();
}
