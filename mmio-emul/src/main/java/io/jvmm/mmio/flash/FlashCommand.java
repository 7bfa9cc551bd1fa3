package io.jvmm.mmio.flash;

import org.jspecify.annotations.Nullable;

/**
 * The commands that a chip takes in its first bus cycle: the Intel/Sharp extended command set,
 * 0x0001, as the StrataFlash P30 family has it. Their codes are in the low byte of a store.
 */
enum FlashCommand {
  PROGRAM_ALTERNATE(0x10, "as PROGRAM"),
  ERASE(0x20, "then 0xd0 at the block: sets its bits"),
  PROGRAM(0x40, "then a store of up to 32 bits: clears the bits that are 0 in it"),
  CLEAR_STATUS(0x50, "forgets errors; loads read what they read before"),
  BLOCK_LOCK(
      0x60,
      "then, at the block, 0x01 locks, 0xd0 unlocks, 0x2f locks until a reset; 0x03 sets the configuration register, which is ignored"),
  READ_STATUS(0x70, "loads read the status register"),
  READ_IDENTIFIER(
      0x90, "loads read identifiers: words 0 and 1 maker and device, word 2 of a block its locks"),
  QUERY(0x98, "loads read the CFI query table"),
  SUSPEND(0xb0, "loads read the status: nothing is under way that could be suspended"),
  PROGRAM_PROTECTION(0xc0, "then a store: always an error, there are no protection registers"),
  RESUME(0xd0, "loads read the status: nothing is suspended"),
  BUFFERED_PROGRAM(
      0xe8,
      "then the number of stores less 1 (at most 1023), the stores, and 0xd0: programs them; all are in the same 4 KiB"),
  READ_ARRAY(0xff, "loads read the array, as after a reset");

  /** Confirms an erase or a buffered program, and unlocks a block. */
  static final int CONFIRM = 0xd0;

  private static final int BYTE = 0xff;

  private final int code;
  private final String note;

  FlashCommand(int code, String note) {
    this.code = code;
    this.note = note;
  }

  int code() {
    return code;
  }

  String note() {
    return note;
  }

  /** The command in a store; {@code null} if it is none. */
  static @Nullable FlashCommand in(int stored) {
    for (FlashCommand each : values()) {
      if (each.code == (stored & BYTE)) {
        return each;
      }
    }
    return null;
  }
}
