package io.jvmm.load.devicetree;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceTreeSourceTest {
  private static String valueOf(byte... value) {
    DeviceTreeNode root = DeviceTreeNode.named("").bytes("a", value).build();
    return DeviceTreeSource.of(root, Map.of())
        .lines()
        .filter(line -> line.contains("\ta"))
        .findFirst()
        .orElseThrow()
        .strip();
  }

  @Test
  void aTreeIsWrittenAsPeopleKnowIt() {
    DeviceTreeNode root =
        DeviceTreeNode.named("")
            .cells("#address-cells", 2)
            .strings("compatible", "linux,dummy-virt")
            .flag("dma-coherent")
            .child(
                DeviceTreeNode.named("serial@9000000")
                    .longs("reg", 0x900_0000, 0x1000)
                    .child(DeviceTreeNode.named("leaf").bytes("odd", (byte) 1, (byte) 0xfe).build())
                    .build())
            .child(DeviceTreeNode.named("chosen").build())
            .build();

    assertThat(DeviceTreeSource.of(root, Map.of("/serial@9000000", "serial0")))
        .isEqualTo(
            """
            /dts-v1/;

            / {
            	#address-cells = <0x02>;
            	compatible = "linux,dummy-virt";
            	dma-coherent;

            	serial0: serial@9000000 {
            		reg = <0x00 0x9000000 0x00 0x1000>;

            		leaf {
            			odd = [01 fe];
            		};
            	};

            	chosen {
            	};
            };
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "abc~        | a = \"abc\";",
        "a b~c~      | a = \"a b\", \"c\";",
        "~           | a = \"\";",
        "\\\"~       | a = \"\\\\\\\"\";",
        "abcd        | a = <0x61626364>;",
        "abc         | a = [61 62 63];",
        "~~          | a = [00 00];",
        "a~~b~       | a = [61 00 00 62 00];",
        "~~~a        | a = <0x61>;"
      })
  void aValueIsTakenForWhatItLooksLike(String bytes, String text) {
    byte[] value = bytes.replace('~', '\0').getBytes(StandardCharsets.US_ASCII);

    assertThat(valueOf(value)).isEqualTo(text);
  }

  @Test
  void cellsThatAreKnownToReferToALabelledNodeAreWrittenSo() {
    DeviceTreeNode root =
        DeviceTreeNode.named("")
            .cells("interrupt-parent", 1)
            .child(DeviceTreeNode.named("gic").cells("phandle", 1).build())
            .child(DeviceTreeNode.named("gpio").cells("#gpio-cells", 2).cells("phandle", 2).build())
            .child(DeviceTreeNode.named("nameless").cells("phandle", 3).build())
            .child(
                DeviceTreeNode.named("user")
                    .cells("gpios", 2, 7, 1, 2, 8, 1)
                    .cells("clocks", 3, 2)
                    .build())
            .build();

    assertThat(DeviceTreeSource.of(root, Map.of("/gic", "gic", "/gpio", "gpio")))
        .contains(
            "interrupt-parent = <&gic>;",
            "gpios = <&gpio 0x07 0x01 &gpio 0x08 0x01>;",
            "clocks = <0x03 0x02>;");
  }

  @Test
  void textThatIsNotPrintableIsBytes() {
    assertThat(valueOf((byte) 'a', (byte) 0x1b, (byte) 0)).isEqualTo("a = [61 1b 00];");
    assertThat(valueOf((byte) 'a', (byte) 0xc3, (byte) 0)).isEqualTo("a = [61 c3 00];");
  }

  @Test
  void aLargeCellIsUnsigned() {
    assertThat(valueOf((byte) -1, (byte) -1, (byte) -1, (byte) -1)).isEqualTo("a = <0xffffffff>;");
  }
}
