package io.jvmm.load.disk.volume;

import io.jvmm.load.disk.block.Section;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What is found on disks and cannot be read here, told apart by the magic number at a fixed offset,
 * written as characters up to 0xff.
 */
enum UnreadableFormat {
  LUKS(0, "LUKS\u00ba\u00be", "is encrypted (LUKS)"),
  XFS(0, "XFSB", "has an XFS file system, which cannot be read"),
  BTRFS(0x10040, "_BHRfS_M", "has a btrfs file system, which cannot be read"),
  UFS2(65_536 + 1372, "\u0019\u0001T\u0019", "has a UFS file system, which cannot be read"),
  F2FS(1024, "\u0010 \u00f5\u00f2", "has an F2FS file system, which cannot be read"),
  SQUASHFS(0, "hsqs", "has a squashfs file system, which cannot be read"),
  EROFS(1024, "\u00e2\u00e1\u00f5\u00e0", "has an EROFS file system, which cannot be read"),
  EXFAT(3, "EXFAT   ", "has an exFAT file system, which cannot be read"),
  NTFS(3, "NTFS    ", "has an NTFS file system, which cannot be read"),
  ISO9660(0x8001, "CD001", "has an ISO 9660 file system, which cannot be read"),
  LVM(512 + 24, "LVM2 001", "belongs to LVM, which cannot be read"),
  RAID(4096, "\u00fcN+\u00a9", "belongs to a RAID, which cannot be read"),
  SWAP(4096 - 10, "SWAPSPACE2", "is swap space"),
  QCOW2(0, "QFI\u00fb", "is itself a qcow2 image: correct its \"format\"");

  private final int offset;
  private final String magic;
  private final String description;

  UnreadableFormat(int offset, String magic, String description) {
    this.offset = offset;
    this.magic = magic;
    this.description = description;
  }

  /** The format of what is in {@code section}, if it is one of them. */
  static Optional<UnreadableFormat> of(Section section) {
    for (UnreadableFormat format : values()) {
      if (format.isIn(section)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  private boolean isIn(Section section) {
    if (!section.has(offset, magic.length())) {
      return false;
    }
    ByteBuffer bytes = section.metadata(offset, magic.length(), "a magic number");
    for (int i = 0; i < magic.length(); i++) {
      if (Byte.toUnsignedInt(bytes.get(i)) != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** What it is; continues the name of what it is in. */
  String description() {
    return description;
  }
}
