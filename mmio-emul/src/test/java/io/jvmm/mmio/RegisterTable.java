package io.jvmm.mmio;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.mmio.Register;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The register table in a device's documentation: generated from its register enum, between two
 * marker lines, and compared by a test. Run the tests with {@code -Djvmm.docs.update=true} to write
 * it anew.
 */
public final class RegisterTable {
  private static final String BEGIN = "<!-- register table: generated -->\n";
  private static final String END = "<!-- end of register table -->";

  private RegisterTable() {}

  /**
   * Requires that {@code docs/devices/PAGE} has the table of {@code registers}; or puts it there.
   */
  public static void requireDocumented(String page, List<? extends Register> registers)
      throws IOException {
    Path file = Path.of("..", "docs", "devices", page);
    String text = Files.readString(file);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    assertThat(end).as("%s needs the two marker lines", file).isGreaterThanOrEqualTo(begin);
    if (Boolean.getBoolean("jvmm.docs.update")) {
      text = text.substring(0, begin) + table(registers) + text.substring(end);
      Files.writeString(file, text);
      end = text.indexOf(END);
    }
    assertThat(text.substring(begin, end))
        .as("%s is out of date: run the tests with -Djvmm.docs.update=true", file)
        .isEqualTo(table(registers));
  }

  private static String table(List<? extends Register> registers) {
    return "| offset | register | access | widths | what it is |\n"
        + "| --- | --- | --- | --- | --- |\n"
        + registers.stream().map(RegisterTable::row).collect(Collectors.joining());
  }

  private static String row(Register register) {
    return "| 0x%03x | %s | %s | %s | %s |\n"
        .formatted(
            register.offset(),
            register.name(),
            mode(register.mode()),
            widths(register.widths()),
            register.note());
  }

  private static String mode(Register.Mode mode) {
    return switch (mode) {
      case READ_ONLY -> "RO";
      case WRITE_ONLY -> "WO";
      case READ_WRITE -> "RW";
      case RAZ_WI -> "RAZ/WI";
    };
  }

  private static String widths(int widths) {
    return Stream.of(1, 2, 4, 8)
        .filter(width -> (widths & width) != 0)
        .map(width -> Integer.toString(width * 8))
        .collect(Collectors.joining(", "));
  }
}
