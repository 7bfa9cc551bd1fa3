package io.jvmm.load;

import java.util.Optional;

/**
 * Files that people pass as a kernel and that cannot be booted, told apart by the magic number at a
 * fixed offset. Declared from the most to the least specific.
 */
enum ForeignFormat {
  ELF(0, "\u007fELF", "an ELF file", "pass the kernel's Image instead of its vmlinux"),
  X86(0x202, "HdrS", "a Linux kernel for x86", "pass one for arm64"),
  RISCV(56, "RSC\u0005", "a Linux kernel for RISC-V", "pass one for arm64"),
  ARM32(0x24, "\u0018(o\u0001", "a Linux kernel for 32-bit Arm", "pass one for arm64"),
  ZSTD(0, "(\u00b5/\u00fd", "zstd-compressed", "unpack it with: zstd -d"),
  XZ(0, "\u00fd7zXZ", "xz-compressed", "unpack it with: xz -d"),
  LZ4_LEGACY(0, "\u0002!L\u0018", "lz4-compressed", "unpack it with: lz4 -d"),
  LZ4(0, "\u0004\"M\u0018", "lz4-compressed", "unpack it with: lz4 -d"),
  BZIP2(0, "BZh", "bzip2-compressed", "unpack it with: bzip2 -d"),
  GZIP(0, "\u001f\u008b", "compressed twice", "unpack it once with: gzip -d"),
  UIMAGE(0, "'\u0005\u0019V", "a U-Boot legacy image", "pass the Image it was made from"),
  FDT(0, "\u00d0\r\u00fe\u00ed", "a device tree or FIT image", "pass the Image it was made from"),
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
