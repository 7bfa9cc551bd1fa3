package io.jvmm.vgic.v3;

import io.jvmm.vmm.testkit.GeneratedTable;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables in docs/devices/gicv3.md are the register tables. */
class GicV3DocumentationTest {
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
    new GeneratedTable("devices/gicv3.md", name).requireIs(table);
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
            GeneratedTable.access(row.mode(), "RAZ/WI"),
            GeneratedTable.widths(row.widths()),
            row.reset() & 0xffff_ffffL,
            row.note());
  }

  private static String system(List<? extends SystemRegister> registers) {
    return "| encoding | register | access | reset | what it is |\n| --- | --- | --- | --- | --- |\n"
        + registers.stream().map(GicV3DocumentationTest::row).collect(Collectors.joining());
  }

  private static String row(SystemRegister row) {
    return "| %s | %s | %s | 0x%x | %s |\n"
        .formatted(
            row.id(),
            row.name(),
            GeneratedTable.access(row.mode(), "UNDEFINED"),
            row.reset(),
            row.note());
  }

  private static String differences() {
    return "| register | bits | why |\n| --- | --- | --- |\n"
        + Stream.of(KvmDifference.values())
            .map(each -> "| %s | 0x%x | %s |\n".formatted(each, each.mask(), each.reason()))
            .collect(Collectors.joining());
  }
}
