package io.jvmm.load.freebsd;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a FreeBSD kernel can be told of how to boot: by a letter on its command line, or by a
 * variable in its environment (FreeBSD, sys/kern/subr_boot.c and sys/sys/reboot.h).
 */
enum BootOption {
  ASK_NAME('a', "boot_askname", 0x1),
  SINGLE_USER('s', "boot_single", 0x2),
  DEFAULT_ROOT('r', "boot_dfltroot", 0x20),
  DEBUGGER('d', "boot_ddb", 0x40),
  VERBOSE('v', "boot_verbose", 0x800),
  SERIAL('h', "boot_serial", 0x1000),
  CDROM('C', "boot_cdrom", 0x2000),
  REMOTE_DEBUGGER('g', "boot_gdb", 0x8000),
  MUTE('m', "boot_mute", 0x1_0000),
  PAUSE('p', "boot_pause", 0x10_0000),
  MULTIPLE_CONSOLES('D', "boot_multicons", 0x2000_0000);

  private final char letter;
  private final String variable;
  private final int mask;

  BootOption(char letter, String variable, int mask) {
    this.letter = letter;
    this.variable = variable;
    this.mask = mask;
  }

  static Optional<BootOption> of(char letter) {
    return Arrays.stream(values()).filter(each -> each.letter == letter).findFirst();
  }

  /** The variable that asks for it, unless it is {@code no}. */
  String variable() {
    return variable;
  }

  /** Its bit in boothowto. */
  int mask() {
    return mask;
  }
}
