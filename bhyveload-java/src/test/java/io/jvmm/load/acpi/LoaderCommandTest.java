package io.jvmm.load.acpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes of commands, as QEMU's hw/acpi/bios-linker-loader.c has them. */
class LoaderCommandTest {
  private static final String NO_NAME = "00".repeat(56 - 1);

  private static String hex(LoaderCommand command) {
    return HexFormat.of().formatHex(command.encoded());
  }

  @Test
  void allocatesAFile() {
    assertThat(hex(new LoaderCommand.Allocate("a", 64)))
        .isEqualTo("01000000" + "61" + NO_NAME + "40000000" + "01" + "00".repeat(63));
  }

  @Test
  void addsAPointer() {
    assertThat(hex(new LoaderCommand.AddPointer("a", 24, "b")))
        .isEqualTo(
            "02000000" + "61" + NO_NAME + "62" + NO_NAME + "18000000" + "08" + "00".repeat(7));
  }

  @Test
  void addsAChecksum() {
    assertThat(hex(new LoaderCommand.AddChecksum("a", 9, 1, 0x1234)))
        .isEqualTo(
            "03000000" + "61" + NO_NAME + "09000000" + "01000000" + "34120000" + "00".repeat(56));
  }
}
