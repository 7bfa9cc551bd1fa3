package io.jvmm.monitor.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.memory.AddressRange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuestLayoutTest {
  @Test
  void nothingOverlaps() {
    List<AddressRange> regions =
        new ArrayList<>(
            List.of(
                GuestLayout.GIC_DISTRIBUTOR,
                GuestLayout.GIC_CPU_INTERFACE,
                GuestLayout.MSI_FRAME,
                GuestLayout.ITS,
                GuestLayout.PL011,
                GuestLayout.PL031,
                GuestLayout.PL061,
                GuestLayout.STOLEN_TIME,
                GuestLayout.PVPANIC,
                GuestLayout.BVMCONS,
                GuestLayout.PCIE_WINDOW,
                GuestLayout.PCIE_ECAM,
                GuestLayout.highPcieWindow(GuestLayout.maxRam(), 512),
                GuestLayout.ram(GuestLayout.maxRam())));
    regions.addAll(GuestLayout.redistributors(512));
    for (int slot = 0; slot < GuestLayout.VIRTIO_SLOTS; slot++) {
      regions.add(GuestLayout.virtio(slot));
    }

    regions.sort(null);

    for (int i = 1; i < regions.size(); i++) {
      assertThat(regions.get(i).overlaps(regions.get(i - 1))).as("%s", regions.get(i)).isFalse();
    }
  }

  @Test
  void theLowRegionHoldsTheRedistributorsOf123Vcpus() {
    assertThat(GuestLayout.redistributors(123)).hasSize(1);
    assertThat(GuestLayout.redistributors(123).getFirst().endExclusive())
        .isEqualTo(GuestLayout.PL011.start().value());
    assertThat(GuestLayout.redistributors(124)).hasSize(2);
    assertThat(GuestLayout.redistributors(124).getLast().size()).isEqualTo(0x2_0000);
  }

  @Test
  void everyVcpuHasItsOwnStolenTimeWithinTheRegion() {
    assertThat(GuestLayout.stolenTime(new VcpuId(1)).value()).isEqualTo(0x090a_0040);
    assertThat(GuestLayout.STOLEN_TIME.contains(GuestLayout.stolenTime(new VcpuId(511)).value()))
        .isTrue();
  }

  @Test
  void virtioInterruptsAndMessagesShareNoSpi() {
    assertThat(GuestLayout.virtioIrq(GuestLayout.VIRTIO_SLOTS - 1).index())
        .isLessThan(GuestLayout.MSI_FRAME_FIRST_IRQ.index());
  }

  @Test
  void everyInterruptOfTheMessageFrameIsOneTheGicHas() {
    assertThat(GuestLayout.MSI_FRAME_FIRST_IRQ.index() + GuestLayout.MSI_FRAME_IRQS)
        .isLessThanOrEqualTo(GuestLayout.SPIS);
  }

  @Test
  void aSmallMachinesHighPcieWindowStartsAtFourGibibytes() {
    assertThat(GuestLayout.highPcieWindow(512L << 20, 2).start().value()).isEqualTo(4L << 30);
  }
}
