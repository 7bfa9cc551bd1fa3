package io.jvmm.load.freebsd;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What FreeBSD's kernel is told of what was loaded (FreeBSD, stand/common/modinfo.c; the types are
 * in sys/sys/linker.h and sys/arm64/include/metadata.h): records of a type, a size, and so many
 * bytes, padded to 8; a record of zeros ends them. Little-endian.
 */
public final class PreloadMetadata {
  private static final int END = 0;
  private static final int NAME = 1;
  private static final int TYPE = 2;
  private static final int ADDRESS = 3;
  private static final int SIZE = 4;
  private static final int ARGUMENTS = 6;

  private static final int METADATA = 0x8000;
  private static final int ELF_HEADER = METADATA | 2;
  private static final int ENVIRONMENT = METADATA | 6;
  private static final int HOWTO = METADATA | 7;
  private static final int KERNEL_END = METADATA | 8;
  private static final int DEVICE_TREE = METADATA | 0x1002;

  private static final int ALIGNMENT = 8;
  private static final int CAPACITY = 4096;

  private final ByteBuffer records = ByteBuffer.allocate(CAPACITY).order(ByteOrder.LITTLE_ENDIAN);

  private PreloadMetadata() {}

  /**
   * Where the pieces are: virtual addresses, all of them.
   *
   * @param kernel the kernel's start
   * @param kernelSize its size in bytes
   * @param environment the environment
   * @param deviceTree the device tree
   * @param end the first page behind everything that was loaded
   */
  public record Addresses(
      long kernel, long kernelSize, long environment, long deviceTree, long end) {}

  /**
   * The metadata of a kernel without modules.
   *
   * @param arguments its command line, at most {@value io.jvmm.load.BootRequest#MAX_COMMAND_LINE}
   *     bytes
   * @param howto how to boot, {@link KernelEnvironment#howto()}
   */
  public static byte[] of(byte[] elfHeader, String arguments, int howto, Addresses addresses) {
    PreloadMetadata metadata = new PreloadMetadata();
    metadata.text(NAME, "kernel").text(TYPE, "elf kernel");
    if (!arguments.isEmpty()) {
      metadata.text(ARGUMENTS, arguments);
    }
    metadata.number(ADDRESS, addresses.kernel()).number(SIZE, addresses.kernelSize());
    metadata.bytes(ELF_HEADER, elfHeader);
    metadata.bytes(HOWTO, littleEndian(Integer.BYTES).putInt(howto).array());
    metadata.number(ENVIRONMENT, addresses.environment());
    metadata.number(DEVICE_TREE, addresses.deviceTree());
    metadata.number(KERNEL_END, addresses.end());
    return metadata.end();
  }

  private PreloadMetadata text(int type, String text) {
    return bytes(type, (text + "\0").getBytes(StandardCharsets.UTF_8));
  }

  private PreloadMetadata number(int type, long number) {
    return bytes(type, littleEndian(Long.BYTES).putLong(number).array());
  }

  private PreloadMetadata bytes(int type, byte... bytes) {
    records.putInt(type).putInt(bytes.length).put(bytes);
    records.position((records.position() + ALIGNMENT - 1) & -ALIGNMENT);
    return this;
  }

  private byte[] end() {
    records.putInt(END).putInt(0);
    byte[] bytes = new byte[records.position()];
    records.flip().get(bytes);
    return bytes;
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
