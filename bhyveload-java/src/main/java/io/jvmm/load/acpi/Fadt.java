package io.jvmm.load.acpi;

/**
 * The Fixed ACPI Description Table (ACPI 6.6, 5.2.9), as of ACPI 6.5: there is no fixed hardware to
 * describe, so it says little more than that.
 */
final class Fadt {
  static final String SIGNATURE = "FACP";

  private static final int MAJOR = 6;
  private static final int MINOR = 5;

  /** No fixed power button and no fixed sleep button; no fixed hardware at all. */
  private static final int FLAGS = 1 << 4 | 1 << 5 | 1 << 20;

  /** PSCI, called by HVC (5.2.9.4). */
  private static final int ARM_BOOT_FLAGS = 1 | 1 << 1;

  private static final int FLAGS_OFFSET = 112;
  private static final int ARM_BOOT_FLAGS_OFFSET = 129;
  private static final int DSDT_OFFSET = 140;
  private static final int HYPERVISOR_OFFSET = 268;

  private Fadt() {}

  static Table table() {
    return Table.named(SIGNATURE, MAJOR)
        .zerosUpTo(FLAGS_OFFSET)
        .dword(FLAGS)
        .zerosUpTo(ARM_BOOT_FLAGS_OFFSET)
        .word(ARM_BOOT_FLAGS)
        .bytes(MINOR)
        .zerosUpTo(DSDT_OFFSET)
        .reference(Dsdt.SIGNATURE)
        .zerosUpTo(HYPERVISOR_OFFSET)
        .text("JVMM\0\0\0\0")
        .build();
  }
}
