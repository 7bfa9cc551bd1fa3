package io.jvmm.vmm.devicetree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.memory.AddressRange;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DeviceTreeNodeTest {
  @Test
  void aDeviceIsNamedAfterItsFirstWindow() {
    DeviceTreeNode node =
        DeviceTreeNode.device("pl011", AddressRange.of(0x0900_0000, 0x1000)).build();

    assertThat(node.name()).isEqualTo("pl011@9000000");
    assertThat(hex(node, "reg")).isEqualTo("00000000090000000000000000001000");
  }

  @Test
  void aSharedInterruptIsKindZeroThenItsNumber() {
    DeviceTreeNode node = DeviceTreeNode.named("x").levelInterrupt(IntId.spi(16)).build();

    assertThat(hex(node, "interrupts")).isEqualTo("000000000000001000000004");
  }

  @Test
  void aPrivateEdgeInterruptIsKindOneAndFlagOne() {
    DeviceTreeNode node = DeviceTreeNode.named("x").edgeInterrupt(IntId.ppi(7)).build();

    assertThat(hex(node, "interrupts")).isEqualTo("000000010000000700000001");
  }

  @Test
  void stringsAreTerminatedOneByOne() {
    DeviceTreeNode node = DeviceTreeNode.named("x").strings("compatible", "a", "bc").build();

    assertThat(hex(node, "compatible")).isEqualTo("6100626300");
  }

  @Test
  void aPropertyCannotBeGivenTwice() {
    DeviceTreeNode.Builder node = DeviceTreeNode.named("x").flag("dma-coherent");

    assertThatIllegalArgumentException().isThrownBy(() -> node.flag("dma-coherent"));
  }

  private static String hex(DeviceTreeNode node, String property) {
    return HexFormat.of().formatHex(node.properties().get(property));
  }
}
