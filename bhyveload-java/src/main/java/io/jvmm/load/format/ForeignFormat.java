package io.jvmm.load.format;

import io.jvmm.load.compress.Magic;
import java.util.Optional;

/**
 * Files that people pass as a kernel and that cannot be booted, told apart by the magic number at a
 * fixed offset. Declared from the most to the least specific.
 */
enum ForeignFormat {
  X86(0x202, "HdrS", "a Linux kernel for x86", "pass one for arm64"),
  RISCV(56, "RSC\u0005", "a Linux kernel for RISC-V", "pass one for arm64"),
  ARM32(0x24, "\u0018(o\u0001", "a Linux kernel for 32-bit Arm", "pass one for arm64"),
  LZO(0, "\u0089LZO\0", "lzop-compressed", "unpack it with: lzop -d"),
  CPIO(0, "07070", "a cpio archive, as initrds are", "check which file is the kernel"),
  DEBIAN(0, "!<arch>\n", "a Debian package", "unpack it with: dpkg-deb -x"),
  QCOW2(0, "QFI\u00fb", "a disk image", "pass the kernel that is on it"),
  PE(0, "MZ", "an EFI program but no Linux kernel for arm64", "pass an arm64 Image");

  private final int offset;
  private final String magic;
  private final String description;
  private final String remedy;

  ForeignFormat(int offset, String magic, String description, String remedy) {
    this.offset = offset;
    this.magic = magic;
    this.description = description;
    this.remedy = remedy;
  }

  /** The format of a file that starts so, if it is a known one. */
  static Optional<ForeignFormat> of(byte[] head) {
    for (ForeignFormat format : values()) {
      if (Magic.isAt(head, format.offset, format.magic)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /** What the file is and what to do; continues the file's name. */
  String problem() {
    return "is " + description + ", which cannot be booted as it is: " + remedy;
  }
}
