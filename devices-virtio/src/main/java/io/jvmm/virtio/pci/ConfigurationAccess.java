package io.jvmm.virtio.pci;

import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import io.jvmm.vmm.pci.PciCapability;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The capability through which a driver without access to memory reaches the registers: firmware,
 * say (virtio 1.3, 4.1.4.9, struct virtio_pci_cfg_cap). The driver writes which register and how
 * wide, then reads or writes its window. What is no register reads as zero, and is ignored when
 * written. Used by one thread at a time.
 */
final class ConfigurationAccess implements PciCapability {
  private static final int TYPE = 5;
  private static final int LENGTH_AT = 2;
  private static final int TYPE_AT = 3;
  private static final int BASE_ADDRESS_AT = 4;
  private static final int OFFSET_AT = 8;
  private static final int SIZE_AT = 12;
  private static final int WINDOW_AT = VirtioPciCapability.PLAIN_LENGTH;
  private static final int LENGTH = WINDOW_AT + Integer.BYTES;

  private final MmioDevice registers;
  private final ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);

  /** A window on registers that are all behind base address register 0. */
  ConfigurationAccess(MmioDevice registers) {
    this.registers = registers;
    bytes.put(LENGTH_AT, (byte) LENGTH).put(TYPE_AT, (byte) TYPE);
  }

  @Override
  public int id() {
    return VirtioPciCapability.VENDOR;
  }

  @Override
  public int length() {
    return LENGTH;
  }

  @Override
  public long read(int offset, int width) {
    if (offset >= WINDOW_AT && pointsToRegister()) {
      bytes.putInt(WINDOW_AT, (int) registers.read(target()));
    }
    return VirtioPciCapability.get(bytes, offset, width);
  }

  @Override
  public void write(int offset, int width, long value) {
    for (int i = 0; i < width; i++) {
      if (isWritable(offset + i)) {
        bytes.put(offset + i, (byte) (value >>> (i * Byte.SIZE)));
      }
    }
    if (offset >= WINDOW_AT && pointsToRegister()) {
      registers.write(target(), VirtioPciCapability.get(bytes, WINDOW_AT, size()));
    }
  }

  private static boolean isWritable(int offset) {
    return offset == BASE_ADDRESS_AT || offset >= OFFSET_AT;
  }

  private int size() {
    return bytes.getInt(SIZE_AT);
  }

  private Access target() {
    return new Access(Integer.toUnsignedLong(bytes.getInt(OFFSET_AT)), size());
  }

  private boolean pointsToRegister() {
    boolean sized = size() == 1 || size() == 2 || size() == 4;
    return sized && bytes.get(BASE_ADDRESS_AT) == 0 && registers.accepts(target());
  }
}
