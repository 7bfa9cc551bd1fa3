package io.jvmm.virtio.pci;

import io.jvmm.vmm.pci.PciCapability;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A vendor-specific capability that says where one of virtio's structures is (virtio 1.3, 4.1.4,
 * struct virtio_pci_cap). Read-only.
 */
final class VirtioPciCapability implements PciCapability {
  /** The capability ID of all of them: vendor-specific. */
  static final int VENDOR = 0x09;

  /** How many bytes the plain ones have. */
  static final int PLAIN_LENGTH = 16;

  /** Bytes from one queue's notification to the next one's. */
  static final int NOTIFY_MULTIPLIER = 4;

  private static final int COMMON = 1;
  private static final int NOTIFY = 2;
  private static final int ISR = 3;
  private static final int DEVICE = 4;
  private static final int LENGTH_AT = 2;
  private static final int TYPE_AT = 3;
  private static final int OFFSET_AT = 8;
  private static final int SIZE_AT = 12;

  private final ByteBuffer bytes;

  /** All in base address register 0, whose index and whose capabilities' ids are 0. */
  private VirtioPciCapability(int type, VirtioPciRegister first, int size, int length) {
    bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(LENGTH_AT, (byte) length).put(TYPE_AT, (byte) type);
    bytes.putInt(OFFSET_AT, first.offset()).putInt(SIZE_AT, size);
  }

  /** Those of a device with so many queues. */
  static List<PciCapability> of(int queues) {
    VirtioPciRegister config = VirtioPciRegister.DEVICE_CONFIG;
    VirtioPciRegister last = VirtioPciRegister.ADMIN_QUEUE_NUM;
    return List.of(
        plain(COMMON, VirtioPciRegister.DEVICE_FEATURE_SELECT, last.offset() + last.length()),
        notifications(queues),
        plain(ISR, VirtioPciRegister.ISR_STATUS, VirtioPciRegister.ISR_STATUS.length()),
        plain(DEVICE, config, config.length()));
  }

  private static VirtioPciCapability plain(int type, VirtioPciRegister first, int size) {
    return new VirtioPciCapability(type, first, size, PLAIN_LENGTH);
  }

  private static VirtioPciCapability notifications(int queues) {
    int length = PLAIN_LENGTH + Integer.BYTES;
    VirtioPciCapability capability =
        new VirtioPciCapability(
            NOTIFY, VirtioPciRegister.NOTIFY, queues * NOTIFY_MULTIPLIER, length);
    capability.bytes.putInt(PLAIN_LENGTH, NOTIFY_MULTIPLIER);
    return capability;
  }

  @Override
  public int id() {
    return VENDOR;
  }

  @Override
  public int length() {
    return bytes.capacity();
  }

  @Override
  public long read(int offset, int width) {
    return get(bytes, offset, width);
  }

  @Override
  public void write(int offset, int width, long value) {
    // What it says is the device's to decide.
  }

  /** A little-endian number of 1, 2 or 4 bytes. */
  static long get(ByteBuffer from, int offset, int width) {
    return switch (width) {
      case Byte.BYTES -> Byte.toUnsignedLong(from.get(offset));
      case Short.BYTES -> Short.toUnsignedLong(from.getShort(offset));
      default -> Integer.toUnsignedLong(from.getInt(offset));
    };
  }
}
