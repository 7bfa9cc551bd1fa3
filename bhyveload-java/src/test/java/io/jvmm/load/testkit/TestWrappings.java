package io.jvmm.load.testkit;

import io.jvmm.load.DeviceTreeBlob;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Puts the formats that hold kernels around them. */
public final class TestWrappings {
  public static final int UIMAGE_KERNEL = 2;
  public static final int UIMAGE_MULTI = 4;

  private TestWrappings() {}

  /** An EFI zboot image, with something behind its payload. */
  public static byte[] zboot(String compression, byte... payload) {
    int offset = 512;
    ByteBuffer file =
        ByteBuffer.allocate(offset + payload.length + 100).order(ByteOrder.LITTLE_ENDIAN);
    file.put("MZ\0\0zimg".getBytes(StandardCharsets.US_ASCII)).putInt(offset);
    file.putInt(payload.length);
    file.put(24, compression.getBytes(StandardCharsets.US_ASCII));
    file.put(offset, payload).putInt(56, 0x818223cd);
    return file.array();
  }

  /** A U-Boot legacy image; {@code compression} is U-Boot's number. */
  public static byte[] uImage(int type, int compression, byte... data) {
    ByteBuffer file = ByteBuffer.allocate(64 + data.length);
    file.putInt(0x27051956).putInt(0).putInt(0x6000_0000).putInt(data.length);
    file.putInt(0x4008_0000).putInt(0x4008_0000).putInt(crc(data));
    file.put((byte) 5).put((byte) 22).put((byte) type).put((byte) compression);
    file.put("a test".getBytes(StandardCharsets.US_ASCII)).put(64, data);
    return signed(file.array());
  }

  /** The data of a multi-file image. */
  public static byte[] files(byte[]... files) {
    int size = 4 * (files.length + 1);
    for (byte[] file : files) {
      size += (file.length + 3) & -4;
    }
    ByteBuffer data = ByteBuffer.allocate(size);
    for (byte[] file : files) {
      data.putInt(file.length);
    }
    data.putInt(0);
    for (byte[] file : files) {
      data.put(file).position((data.position() + 3) & -4);
    }
    return data.array();
  }

  /** A U-Boot legacy image whose header's checksum is right again. */
  public static byte[] signed(byte... image) {
    ByteBuffer.wrap(image).putInt(4, 0);
    CRC32 crc = new CRC32();
    crc.update(image, 0, 64);
    ByteBuffer.wrap(image).putInt(4, (int) crc.getValue());
    return image;
  }

  public static int crc(byte... data) {
    CRC32 crc = new CRC32();
    crc.update(data);
    return (int) crc.getValue();
  }

  /** An image node of a FIT image's, for a kernel. */
  public static DeviceTreeNode.Builder fitKernel(String compression) {
    return DeviceTreeNode.named("kernel-1")
        .strings("description", "a test")
        .strings("type", "kernel")
        .strings("arch", "arm64")
        .strings("os", "linux")
        .strings("compression", compression);
  }

  /** A hash node with a CRC-32. */
  public static DeviceTreeNode crcNode(byte... data) {
    return DeviceTreeNode.named("hash-1")
        .strings("algo", "crc32")
        .cells("value", crc(data))
        .build();
  }

  /** A FIT image with one configuration: these images, a kernel, perhaps a RAM disk and more. */
  public static byte[] fit(DeviceTreeNode... images) {
    DeviceTreeNode.Builder all = DeviceTreeNode.named("images");
    DeviceTreeNode.Builder configuration = DeviceTreeNode.named("conf-1");
    for (DeviceTreeNode image : images) {
      all.child(image);
      configuration.strings(image.name().replaceAll("-.*", ""), image.name());
    }
    return DeviceTreeBlob.of(
        DeviceTreeNode.named("")
            .cells("timestamp", 1)
            .child(all.build())
            .child(
                DeviceTreeNode.named("configurations")
                    .strings("default", "conf-1")
                    .child(configuration.build())
                    .build())
            .build());
  }
}
