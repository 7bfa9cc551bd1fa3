package io.jvmm.vgic.v3;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.mmio.Register.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The tables in docs/devices/gicv3.md are the register tables. Run the tests with {@code
 * -Djvmm.docs.update=true} to write them anew.
 */
class GicV3DocumentationTest {
  private static final Path PAGE = Path.of("..", "docs", "devices", "gicv3.md");

  @Test
  void theDistributorsTableIsTheCodes() throws IOException {
    requireDocumented("GICD", memoryMapped(List.of(GicdRegister.values())));
  }

  @Test
  void theRedistributorsTableIsTheCodes() throws IOException {
    requireDocumented("GICR", memoryMapped(List.of(GicrRegister.values())));
  }

  @Test
  void theItsTableIsTheCodes() throws IOException {
    requireDocumented("GITS", memoryMapped(List.of(GitsRegister.values())));
  }

  @Test
  void theCpuInterfacesTableIsTheCodes() throws IOException {
    requireDocumented("ICC", system(List.of(IccRegister.values())));
  }

  @Test
  void theVirtualizationControlTableIsTheCodes() throws IOException {
    requireDocumented("ICH", system(List.of(IchRegister.values())));
  }

  @Test
  void theDifferencesFromKvmAreTheCodes() throws IOException {
    requireDocumented("KVM", differences());
  }

  private static void requireDocumented(String name, String table) throws IOException {
    String text = Files.readString(PAGE);
    String opening = "<!-- %s: generated -->\n".formatted(name);
    int begin = text.indexOf(opening) + opening.length();
    int end = text.indexOf("<!-- end of %s -->".formatted(name));
    assertThat(end).as("%s needs the marker lines of %s", PAGE, name).isGreaterThanOrEqualTo(begin);
    String found = text.substring(begin, end);
    if (Boolean.getBoolean("jvmm.docs.update")) {
      Files.writeString(PAGE, text.substring(0, begin) + table + text.substring(end));
      found = table;
    }
    assertThat(found)
        .as("%s is out of date: run the tests with -Djvmm.docs.update=true", PAGE)
        .isEqualTo(table);
  }

  private static String memoryMapped(List<? extends GicRegister> registers) {
    return "| offset | bytes | register | access | widths | reset | what it is |\n"
        + "| --- | --- | --- | --- | --- | --- | --- |\n"
        + registers.stream().map(GicV3DocumentationTest::row).collect(Collectors.joining());
  }

  private static String row(GicRegister row) {
    return "| 0x%05x | 0x%x | %s | %s | %s | 0x%x | %s |\n"
        .formatted(
            row.offset(),
            row.length(),
            row.name(),
            mode(row.mode(), "RAZ/WI"),
            widths(row.widths()),
            row.reset() & 0xffff_ffffL,
            row.note());
  }

  private static String system(List<? extends SystemRegister> registers) {
    return "| encoding | register | access | reset | what it is |\n| --- | --- | --- | --- | --- |\n"
        + registers.stream().map(GicV3DocumentationTest::row).collect(Collectors.joining());
  }

  private static String row(SystemRegister row) {
    return "| %s | %s | %s | 0x%x | %s |\n"
        .formatted(row.id(), row.name(), mode(row.mode(), "UNDEFINED"), row.reset(), row.note());
  }

  private static String differences() {
    return "| register | bits | why |\n| --- | --- | --- |\n"
        + Stream.of(KvmDifference.values())
            .map(each -> "| %s | 0x%x | %s |\n".formatted(each, each.mask(), each.reason()))
            .collect(Collectors.joining());
  }

  private static String mode(Mode mode, String unimplemented) {
    return switch (mode) {
      case READ_ONLY -> "RO";
      case WRITE_ONLY -> "WO";
      case READ_WRITE -> "RW";
      case RAZ_WI -> unimplemented;
    };
  }

  private static String widths(int widths) {
    return Stream.of(1, 2, 4, 8)
        .filter(width -> (widths & width) != 0)
        .map(width -> Integer.toString(width * 8))
        .collect(Collectors.joining(", "));
  }
}
