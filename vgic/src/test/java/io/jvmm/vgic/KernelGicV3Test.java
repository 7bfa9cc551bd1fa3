package io.jvmm.vgic;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.vmm.KernelDevice.Kind;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.error.ConfigurationException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class KernelGicV3Test {
  private final RecordingVm vm = RecordingVm.offering(Kind.GIC_V3);

  @Test
  void itIsSizedAndPlacedWhenMade() {
    KernelGicV3.create(vm, VirtBoard.config(2));

    assertThat(vm.calls())
        .containsExactly(
            "create GIC_V3", "3/0 = 96 (32 bits)", "0/2 = 0x8000000", "0/5 = 0x200000080a0000");
  }

  @Test
  void itIsInitializedOnlyWhenStarted() {
    KernelGicV3 gic = KernelGicV3.create(vm, VirtBoard.config(1));
    vm.forgetCalls();

    gic.start();

    assertThat(vm.calls()).containsExactly("4/0");
  }

  @Test
  void vcpusThatDoNotFitInTheFirstRegionGoToTheSecond() {
    KernelGicV3.create(vm, VirtBoard.config(130));

    assertThat(vm.calls()).endsWith("0/5 = 0x7b00000080a0000", "0/5 = 0x70004000000001");
  }

  @Test
  void aMapWithTooLittleRoomIsReportedBeforeAnythingIsMade() {
    GicConfig config = VirtBoard.config(124, VirtBoard.LOW_REDISTRIBUTORS);

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> KernelGicV3.create(vm, config))
        .withMessageContaining("123 vCPUs, not 124");
    assertThat(vm.calls()).isEmpty();
  }

  @Test
  void itsNodeShowsTheRegionsThatTheVcpusFill() {
    DeviceTreeNode node = KernelGicV3.create(vm, VirtBoard.config(130)).describe(1);

    assertThat(node.name()).isEqualTo("interrupt-controller@8000000");
    assertThat(node.properties().get("compatible")).isEqualTo("arm,gic-v3\0".getBytes(US_ASCII));
    assertThat(node.properties().get("#redistributor-regions")).isEqualTo(cells(2));
    assertThat(node.properties().get("reg"))
        .isEqualTo(
            longs(0x0800_0000, 0x1_0000, 0x080a_0000, 0xf6_0000, 0x40_0000_0000L, 7 * 0x2_0000L));
  }

  @Test
  void itsNodeIsAnInterruptControllerWithThreeCells() {
    DeviceTreeNode node = KernelGicV3.create(vm, VirtBoard.config(1)).describe(7);

    assertThat(node.properties()).containsKey("interrupt-controller");
    assertThat(node.properties().get("#interrupt-cells")).isEqualTo(cells(3));
    assertThat(node.properties().get("phandle")).isEqualTo(cells(7));
  }

  private static byte[] cells(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  private static byte[] longs(long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES);
    for (long value : values) {
      bytes.putLong(value);
    }
    return bytes.array();
  }
}
