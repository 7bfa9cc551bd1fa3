package io.jvmm.it.acpi;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.load.acpi.AcpiMachine;
import io.jvmm.load.acpi.AcpiTables;
import io.jvmm.load.acpi.testkit.LoaderFirmware;
import io.jvmm.load.acpi.testkit.TestBoard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Has all tables disassembled, and compiled again: nothing is said against them, and the result is
 * the same. So every field is where it belongs, and every reserved one is zero.
 */
class AcpiOracleIT {
  private static final long ANYWHERE = 0x7c00_0000;
  private static final int CHECKSUM = 9;
  private static final int CREATOR = 28;
  private static final int HEADER_SIZE = 36;

  @TempDir private Path directory;

  static Stream<Arguments> machines() {
    return Stream.of(
        Arguments.of("GICv2 with a frame, virtio-mmio", TestBoard.mmio(TestBoard.GIC_V2, 8)),
        Arguments.of("GICv2 with a frame, PCI", TestBoard.pci(TestBoard.GIC_V2, 1)),
        Arguments.of("GICv3 with ITS, virtio-mmio", TestBoard.mmio(TestBoard.GIC_V3, 1)),
        Arguments.of("GICv3 with ITS, PCI, 124 processors", TestBoard.pci(TestBoard.GIC_V3, 124)),
        Arguments.of("GICv3 with ITS, PCI, 512 processors", TestBoard.pci(TestBoard.GIC_V3, 512)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("machines")
  void everyTableIsUnderstoodAndTheSameWhenItIsCompiledAgain(String name, AcpiMachine machine)
      throws IOException, InterruptedException {
    Map<String, ByteBuffer> tables =
        new LoaderFirmware(AcpiTables.files(machine), ANYWHERE).tables();
    for (Map.Entry<String, ByteBuffer> table : tables.entrySet()) {
      check(table.getKey(), bytes(table.getValue()));
    }
  }

  private void check(String signature, byte[] table) throws IOException, InterruptedException {
    Iasl iasl = Iasl.in(directory);
    Iasl.Made source = iasl.disassemble(signature, table);
    assertThat(source.remarks()).doesNotContainIgnoringCase("error", "warning", "invalid");
    assertThat(source.file()).content().doesNotContainIgnoringCase("error", "warning", "invalid");

    Iasl.Made again = iasl.compile(source);

    assertThat(again.remarks())
        .as(Files.readString(source.file()))
        .contains("Compilation successful. 0 Errors, 0 Warnings, 0 Remarks");
    assertThat(withoutCompiler(Files.readAllBytes(again.file())))
        .as(signature)
        .isEqualTo(withoutCompiler(table));
  }

  private static byte[] bytes(ByteBuffer table) {
    byte[] bytes = new byte[table.capacity()];
    table.get(0, bytes);
    return bytes;
  }

  /** The compiler leaves its own name in the header. */
  private static byte[] withoutCompiler(byte[] table) {
    byte[] others = table.clone();
    others[CHECKSUM] = 0;
    Arrays.fill(others, CREATOR, HEADER_SIZE, (byte) 0);
    return others;
  }
}
