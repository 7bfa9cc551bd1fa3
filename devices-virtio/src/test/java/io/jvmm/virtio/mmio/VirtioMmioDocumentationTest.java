package io.jvmm.virtio.mmio;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.mmio.Register;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The register table in {@code docs/devices/virtio-mmio.md} is printed from the register enum. Run
 * with {@code -Djvmm.docs.update=true} to write it anew.
 */
class VirtioMmioDocumentationTest {
  private static final Path PAGE = Path.of("..", "docs", "devices", "virtio-mmio.md");
  private static final String BEGIN = "<!-- register table: generated -->\n";
  private static final String END = "<!-- end of register table -->";

  @Test
  void thePageHasTheTableOfTheRegisters() throws IOException {
    if (Boolean.getBoolean("jvmm.docs.update")) {
      String text = Files.readString(PAGE);
      Files.writeString(PAGE, text.replace(between(text), BEGIN + table()));
    }
    assertThat(Files.readString(PAGE))
        .as("%s is out of date: run the tests with -Djvmm.docs.update=true", PAGE)
        .contains(BEGIN + table() + END);
  }

  private static String between(String text) {
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    assertThat(begin).as("%s needs the two marker lines", PAGE).isBetween(0, end);
    return text.substring(begin, end);
  }

  private static String table() {
    return "| offset | register | access | widths | what it is |\n"
        + "| --- | --- | --- | --- | --- |\n"
        + Arrays.stream(VirtioMmioRegister.values())
            .map(VirtioMmioDocumentationTest::row)
            .collect(Collectors.joining());
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
        .map(width -> Integer.toString(width * Byte.SIZE))
        .collect(Collectors.joining(", "));
  }
}
