package io.jvmm.mmio.fwcfg;

import io.jvmm.vmm.error.HostException;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Bytes that a guest can read; supplied when it first does. Guarded by the device's monitor. */
final class FwCfgItem {
  /** What is behind a key that nobody gave a meaning: nothing, that is, zeros. */
  static final FwCfgItem NONE = of(new byte[0]);

  private final int length;
  private final Supplier<byte[]> supplier;
  private byte @Nullable [] bytes;

  FwCfgItem(int length, Supplier<byte[]> supplier) {
    this.length = length;
    this.supplier = supplier;
  }

  static FwCfgItem of(byte[] bytes) {
    byte[] own = bytes.clone();
    return new FwCfgItem(own.length, () -> own);
  }

  int length() {
    return length;
  }

  /**
   * Copies what there is from an offset on, and zeros behind that.
   *
   * @throws HostException if what is supplied has not the length that was said
   */
  void copyTo(MemorySegment target, long offset) {
    long there = Math.clamp(length - offset, 0, target.byteSize());
    if (there > 0) {
      MemorySegment.copy(MemorySegment.ofArray(bytes()), offset, target, 0, there);
    }
    target.asSlice(there).fill((byte) 0);
  }

  private byte[] bytes() {
    byte[] known = bytes;
    if (known == null) {
      known = supplier.get();
      if (known.length != length) {
        throw new HostException(
            "what the firmware is to load had %d bytes when the machine was built, and has %d:"
                    .formatted(length, known.length)
                + " leave files alone that a machine boots from, and start it again");
      }
      bytes = known;
    }
    return known;
  }
}
