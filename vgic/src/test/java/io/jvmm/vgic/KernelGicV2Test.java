package io.jvmm.vgic;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.vmm.KernelDevice.Kind;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.error.ConfigurationException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import org.junit.jupiter.api.Test;

class KernelGicV2Test {
  private final RecordingVm vm = RecordingVm.offering(Kind.GIC_V2);

  @Test
  void itIsSizedAndPlacedWhenMadeAndInitializedWhenStarted() {
    KernelGicV2 gic = KernelGicV2.create(vm, VirtBoard.config(1));
    gic.start();

    assertThat(vm.calls())
        .containsExactly(
            "create GIC_V2", "3/0 = 96 (32 bits)", "0/0 = 0x8000000", "0/1 = 0x8010000", "4/0");
  }

  @Test
  void nineVcpusAreRefusedBeforeAnythingIsMade() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> KernelGicV2.create(vm, VirtBoard.config(9)))
        .withMessageContaining("at most 8 vCPUs, not 9");
    assertThat(vm.calls()).isEmpty();
  }

  @Test
  void itsNodeShowsDistributorAndCpuInterface() {
    DeviceTreeNode node = KernelGicV2.create(vm, VirtBoard.config(1)).describe(1);

    assertThat(node.properties().get("compatible"))
        .isEqualTo("arm,cortex-a15-gic\0".getBytes(US_ASCII));
    assertThat(ByteBuffer.wrap(node.properties().get("reg")).asLongBuffer())
        .isEqualTo(LongBuffer.wrap(new long[] {0x0800_0000, 0x1000, 0x0801_0000, 0x2000}));
  }
}
