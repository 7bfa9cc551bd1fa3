package io.jvmm.load.acpi.aml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jvmm.load.acpi.aml.Declaration.Device;
import io.jvmm.load.acpi.aml.Expression.EisaId;
import io.jvmm.load.acpi.aml.Expression.Int;
import io.jvmm.load.acpi.aml.Expression.Path;
import io.jvmm.load.acpi.aml.Expression.Row;
import io.jvmm.load.acpi.aml.Expression.Text;
import io.jvmm.vmm.memory.AddressRange;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of terms, as ACPI 6.6, 20.2 has them. */
class TermTest {
  private static String hex(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "1, 01",
    "2, 0a 02",
    "0xff, 0a ff",
    "0x100, 0b 00 01",
    "0xffff, 0b ff ff",
    "0x10000, 0c 00 00 01 00",
    "0x1000000, 0c 00 00 00 01",
    "0xffffffff, 0c ff ff ff ff",
    "0x100000000, 0e 00 00 00 00 01 00 00 00",
    "-1, 0e ff ff ff ff ff ff ff ff"
  })
  void aNumberTakesAsFewBytesAsItCan(String number, String bytes) {
    assertThat(hex(new Int(Long.decode(number)).encoded())).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "_HID, 5f 48 49 44",
    "A, 41 5f 5f 5f",
    "\\_SB, 5c 5f 53 42 5f",
    "\\_SB.GPO0, 5c 2e 5f 53 42 5f 47 50 4f 30",
    "A.B.C, 2f 03 41 5f 5f 5f 42 5f 5f 5f 43 5f 5f 5f"
  })
  void aPathIsPaddedSegments(String path, String bytes) {
    assertThat(hex(new Path(path).encoded())).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\\", "a", "1A", "TOOLONG", "A.", ".A", "A..B", "^A"})
  void whatIsNoPathIsRefused(String path) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Path(path));
  }

  @Test
  void anEisaIdentifierIsANumber() {
    assertThat(hex(new EisaId("PNP0A08").encoded())).isEqualTo("0c 41 d0 0a 08");
    assertThatIllegalArgumentException().isThrownBy(() -> new EisaId("ARMH0011"));
  }

  @Test
  void aTextEndsInNul() {
    assertThat(hex(new Text("AB").encoded())).isEqualTo("0d 41 42 00");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 01",
    "62, 3f",
    "63, 41 04",
    "4093, 4f ff",
    "4094, 81 00 01",
    "1048572, 8f ff ff",
    "1048573, c1 00 00 01",
    "268435451, cf ff ff ff"
  })
  void aPackagesLengthCountsItself(int content, String bytes) {
    assertThat(hex(Encoding.packageLength(content))).isEqualTo(bytes);
  }

  @Test
  void aPackageHasAnEnd() {
    assertThatIllegalArgumentException().isThrownBy(() -> Encoding.packageLength(268435452));
  }

  @Test
  void aDeviceHoldsItsObjects() {
    assertThat(hex(new Device("A", List.of(new Declaration.Name("_UID", new Int(2)))).encoded()))
        .isEqualTo("5b 82 0c 41 5f 5f 5f 08 5f 55 49 44 0a 02");
  }

  @Test
  void aRowOfTooManyElementsIsRefused() {
    assertThat(new Row(Collections.nCopies(255, new Int(0))).encoded()).hasSize(259);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Row(Collections.nCopies(256, new Int(0))));
  }

  @Test
  void registersAbove4GibibytesAreRefused() {
    assertThat(new Resource.Registers(AddressRange.of(0xffff_f000L, 0x1000)).encoded()).hasSize(12);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Resource.Registers(AddressRange.of(0xffff_f000L, 0x1001)));
  }
}
