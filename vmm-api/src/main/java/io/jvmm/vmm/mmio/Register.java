package io.jvmm.vmm.mmio;

/**
 * One row of a device's register table. Devices declare an enum that implements this interface: the
 * enum <em>is</em> the device's statement of what it supports, and the documentation is printed
 * from it.
 */
public interface Register {
  /** What a guest may do with a register. */
  enum Mode {
    /** Read only: writes are ignored. */
    READ_ONLY,
    /** Write only: reads as zero. */
    WRITE_ONLY,
    /** Read and write. */
    READ_WRITE,
    /** Reads as zero, writes are ignored: {@link Register#note()} says why. */
    RAZ_WI
  }

  /** The name in the device's specification; enums provide it. */
  String name();

  /** Where the register starts, in bytes from the start of the device's window. */
  int offset();

  /** How many bytes the register (or the register array) occupies. */
  int length();

  /** The widths in bytes that are legal, added up: 1, 2, 4 and 8 have a bit each. */
  int widths();

  /** What a guest may do with it. */
  Mode mode();

  /** What it is, in a few words; for {@link Mode#RAZ_WI} the reason. */
  String note();
}
