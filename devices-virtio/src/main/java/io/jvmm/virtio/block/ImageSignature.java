package io.jvmm.virtio.block;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.jvmm.vmm.error.ConfigurationException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** How files of the well-known image formats begin. */
enum ImageSignature {
  QCOW2("QFI\u00fb", "add \"format\": \"qcow2\""),
  VMDK("KDMV", "convert it with 'qemu-img convert -O qcow2'"),
  VHDX("vhdxfile", "convert it with 'qemu-img convert -O qcow2'");

  private static final int LONGEST = 8;

  private final String start; // one character for each byte
  private final String remedy;

  ImageSignature(String start, String remedy) {
    this.start = start;
    this.remedy = remedy;
  }

  /** Refuses a file that begins as one of these. */
  static void refuseFormatted(Path path, ImageFile file) {
    byte[] bytes = new byte[LONGEST];
    file.readOrZero(MemorySegment.ofArray(bytes), 0);
    String text = new String(bytes, ISO_8859_1);
    for (ImageSignature signature : values()) {
      if (text.startsWith(signature.start)) {
        throw new ConfigurationException(
            ("disk image %s looks like %s: %s, or add \"format\": \"raw\" if the guest is to see"
                    + " the file as it is")
                .formatted(path, signature, signature.remedy));
      }
    }
  }
}
