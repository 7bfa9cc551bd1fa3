package io.jvmm.load.acpi;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.load.acpi.testkit.TestBoard;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MadtTest {
  private static final int FIRST_PART = 44;

  /** The parts of one type, in their order. */
  private static List<ByteBuffer> parts(AcpiMachine machine, int type) {
    ByteBuffer madt = ByteBuffer.wrap(Madt.of(machine).bytes());
    List<ByteBuffer> parts = new ArrayList<>();
    for (int at = FIRST_PART; at < madt.capacity(); at += madt.get(at + 1)) {
      if (madt.get(at) == type) {
        parts.add(madt.slice(at, madt.get(at + 1)).order(ByteOrder.LITTLE_ENDIAN));
      }
    }
    return parts;
  }

  @Test
  void aProcessorOfAGicV2HasItsBitAndTheCpuInterface() {
    List<ByteBuffer> processors = parts(TestBoard.mmio(TestBoard.GIC_V2, 8), 0x0b);

    assertThat(processors).hasSize(8);
    ByteBuffer last = processors.getLast();
    assertThat(last.capacity()).isEqualTo(82);
    assertThat(last.getInt(4)).as("bit").isEqualTo(7);
    assertThat(last.getInt(8)).as("unique identifier").isEqualTo(7);
    assertThat(last.getInt(12)).as("enabled").isEqualTo(1);
    assertThat(last.getInt(20)).as("no performance monitors").isZero();
    assertThat(last.getLong(32)).as("CPU interface").isEqualTo(0x0801_0000);
    assertThat(last.getLong(68)).as("affinity").isEqualTo(7);
  }

  @Test
  void aProcessorOfAGicV3HasNeither() {
    ByteBuffer second = parts(TestBoard.pci(TestBoard.GIC_V3, 2), 0x0b).get(1);

    assertThat(second.getInt(4)).isZero();
    assertThat(second.getInt(8)).as("unique identifier").isEqualTo(1);
    assertThat(second.getInt(20)).as("performance monitors").isEqualTo(23);
    assertThat(second.getLong(32)).isZero();
  }

  @Test
  void affinitiesAreClustersOfSixteen() {
    assertThat(parts(TestBoard.mmio(TestBoard.GIC_V3, 512), 0x0b))
        .hasSize(512)
        .extracting(processor -> processor.getLong(68))
        .doesNotHaveDuplicates()
        .startsWith(0L, 1L)
        .contains(0x100L, 0x10fL)
        .endsWith(0x1f0fL);
  }

  @Test
  void theDistributorTellsTheVersion() {
    ByteBuffer v2 = parts(TestBoard.mmio(TestBoard.GIC_V2, 1), 0x0c).getFirst();
    ByteBuffer v3 = parts(TestBoard.mmio(TestBoard.GIC_V3, 1), 0x0c).getFirst();

    assertThat(v2.getLong(8)).isEqualTo(0x0800_0000);
    assertThat(v2.get(20)).isEqualTo((byte) 2);
    assertThat(v3.get(20)).isEqualTo((byte) 3);
  }

  @Test
  void everyRegionOfRedistributorsIsThere() {
    assertThat(parts(TestBoard.mmio(TestBoard.GIC_V3, 124), 0x0e))
        .extracting(region -> "%x+%x".formatted(region.getLong(4), region.getInt(12)))
        .containsExactly("80a0000+f60000", "4000000000+20000");
    assertThat(parts(TestBoard.mmio(TestBoard.GIC_V2, 1), 0x0e)).isEmpty();
  }

  @Test
  void messagesGoToTheFrameOrToTheIts() {
    ByteBuffer frame = parts(TestBoard.mmio(TestBoard.GIC_V2, 1), 0x0d).getFirst();
    ByteBuffer its = parts(TestBoard.mmio(TestBoard.GIC_V3, 1), 0x0f).getFirst();

    assertThat(frame.getLong(8)).isEqualTo(0x0802_0000);
    assertThat(frame.getInt(16)).as("count and base are valid").isEqualTo(1);
    assertThat(frame.getShort(20)).as("count").isEqualTo((short) 64);
    assertThat(frame.getShort(22)).as("first INTID").isEqualTo((short) 80);
    assertThat(its.getLong(8)).isEqualTo(0x0808_0000);
    assertThat(parts(TestBoard.mmio(TestBoard.GIC_V3, 1), 0x0d)).isEmpty();
  }

  @Test
  void aGicWithoutMessagesHasNeither() {
    Gic.V2 plain =
        new Gic.V2(
            TestBoard.GIC_V2.distributor(), TestBoard.GIC_V2.distributor(), Optional.empty());

    assertThat(parts(TestBoard.mmio(plain, 1), 0x0d)).isEmpty();
  }
}
