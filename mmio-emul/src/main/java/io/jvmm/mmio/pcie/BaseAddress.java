package io.jvmm.mmio.pcie;

import io.jvmm.vmm.mmio.MmioDevice;

/**
 * A base address register for memory (PCI Local Bus 3.0, 6.2.5.1), and what is behind it.
 *
 * @param index 0 to 5; one of 64 bits takes two
 * @param wide whether its address has 64 bits
 * @param size how many bytes are behind it: a power of two, at least 16
 * @param device what answers there
 */
record BaseAddress(int index, boolean wide, long size, MmioDevice device) {
  private static final int TYPE_64_BITS = 0b100;
  private static final long LEAST = 16;

  BaseAddress {
    if (size < LEAST || Long.bitCount(size) != 1) {
      throw new IllegalArgumentException(
          "no base address register is for %d bytes".formatted(size));
    }
  }

  /** Where it is in the header. */
  int offset() {
    return ConfigurationRegister.BASE_ADDRESS.offset() + index * Integer.BYTES;
  }

  /** How many bytes of the header it takes. */
  int bytes() {
    return wide ? Long.BYTES : Integer.BYTES;
  }

  /** The bits below the address: memory, not prefetchable. */
  int type() {
    return wide ? TYPE_64_BITS : 0;
  }
}
