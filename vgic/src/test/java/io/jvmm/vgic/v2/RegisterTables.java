package io.jvmm.vgic.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.mmio.Register;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The register tables in {@code docs/devices/gicv2.md}: generated from the register enums, each
 * between two marker lines, and compared by a test. Run the tests with {@code
 * -Djvmm.docs.update=true} to write them anew.
 */
final class RegisterTables {
  private static final Path PAGE = Path.of("..", "docs", "devices", "gicv2.md");
  private static final String END = "<!-- end of register table -->";

  private RegisterTables() {}

  /** Requires that the page has the table of {@code registers} under a name; or puts it there. */
  static void requireDocumented(String name, List<? extends Register> registers)
      throws IOException {
    String marker = "<!-- register table: %s, generated -->\n".formatted(name);
    String text = Files.readString(PAGE);
    int begin = text.indexOf(marker) + marker.length();
    int end = text.indexOf(END, begin);
    assertThat(end).as("%s needs the two marker lines", PAGE).isGreaterThanOrEqualTo(begin);
    if (Boolean.getBoolean("jvmm.docs.update")) {
      text = text.substring(0, begin) + table(registers) + text.substring(end);
      Files.writeString(PAGE, text);
      end = text.indexOf(END, begin);
    }
    assertThat(text.substring(begin, end))
        .as("%s is out of date: run the tests with -Djvmm.docs.update=true", PAGE)
        .isEqualTo(table(registers));
  }

  private static String table(List<? extends Register> registers) {
    return "| offset | register | access | widths | IHI 0048B: what it is |\n"
        + "| --- | --- | --- | --- | --- |\n"
        + registers.stream().map(RegisterTables::row).collect(Collectors.joining());
  }

  private static String row(Register register) {
    return "| 0x%03x%s | %s | %s | %s | %s |\n"
        .formatted(
            register.offset(),
            register.length() > 4
                ? "-0x%03x".formatted(register.offset() + register.length() - 1)
                : "",
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
