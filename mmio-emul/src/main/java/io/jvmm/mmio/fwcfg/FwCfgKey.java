package io.jvmm.mmio.fwcfg;

/** Items that have a key of their own (QEMU, include/standard-headers/linux/qemu_fw_cfg.h). */
public enum FwCfgKey {
  /** Says that the device is there. */
  SIGNATURE(0x00, "\"QEMU\""),
  /** What the device can do. */
  ID(0x01, "32 bits: 1 and 2, the registers and DMA"),
  /** How long the kernel is. */
  KERNEL_SIZE(0x08, "32 bits"),
  /** How long the initial RAM file system is. */
  INITRD_SIZE(0x0b, "32 bits"),
  /** The kernel. */
  KERNEL_DATA(0x11, "an EFI program: firmware does not unpack it"),
  /** The initial RAM file system. */
  INITRD_DATA(0x12, "as the kernel takes it"),
  /** How long the command line is. */
  COMMAND_LINE_SIZE(0x14, "32 bits, its NUL counted"),
  /** The kernel's command line. */
  COMMAND_LINE_DATA(0x15, "ended by a NUL"),
  /** Where the files are. */
  FILE_DIRECTORY(
      0x19,
      "big-endian: their number, and for each 64 bytes: size (32 bits), key (16), 0 (16), name");

  /** The key of the first file; the others follow. */
  static final int FIRST_FILE = 0x20;

  private final int key;
  private final String note;

  FwCfgKey(int key, String note) {
    this.key = key;
    this.note = note;
  }

  /** The number that selects it. */
  int key() {
    return key;
  }

  /** What is in it, in a few words; numbers are little-endian unless it says otherwise. */
  String note() {
    return note;
  }
}
