package io.jvmm.vgic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.vgic.GicSelection.Model;
import io.jvmm.vmm.KernelDevice.Kind;
import io.jvmm.vmm.error.HostException;
import org.junit.jupiter.api.Test;

class GicSelectionTest {
  @Test
  void aGicV3IsPickedWhereThereAreBoth() {
    GicSelection picked = GicSelection.auto(RecordingVm.offering(Kind.GIC_V3, Kind.GIC_V2), 2);

    assertThat(picked.model()).isEqualTo(Model.KERNEL_V3);
    assertThat(picked.reason()).startsWith("GICv3 (KVM)").contains("GICv2");
  }

  @Test
  void aGicV2IsPickedWhereThereIsNoGicV3AndItIsSaidWhy() {
    GicSelection picked = GicSelection.auto(RecordingVm.offering(Kind.GIC_V2), 8);

    assertThat(picked.model()).isEqualTo(Model.KERNEL_V2);
    assertThat(picked.reason())
        .isEqualTo("GICv2 (KVM): the host offers no GICv3 (KVM_DEV_TYPE_ARM_VGIC_V3)");
  }

  @Test
  void aHostWithNeitherIsToldWhatItLacks() {
    RecordingVm bare = RecordingVm.offering();

    assertThatExceptionOfType(HostException.class)
        .isThrownBy(() -> GicSelection.auto(bare, 1))
        .withMessageContaining("KVM_DEV_TYPE_ARM_VGIC_V3")
        .withMessageContaining("KVM_DEV_TYPE_ARM_VGIC_V2");
  }

  @Test
  void nineVcpusAreTooManyForAHostWithoutGicV3() {
    RecordingVm old = RecordingVm.offering(Kind.GIC_V2);

    assertThatExceptionOfType(HostException.class)
        .isThrownBy(() -> GicSelection.auto(old, 9))
        .withMessageStartingWith("9 vCPUs need a GICv3");
  }

  @Test
  void pickingMakesNoDevice() {
    RecordingVm vm = RecordingVm.offering(Kind.GIC_V3);

    GicSelection.auto(vm, 1);

    assertThat(vm.calls()).isEmpty();
  }

  @Test
  void thePickedModelIsTheOneMade() {
    assertThat(made(Kind.GIC_V3)).isEqualTo("GICv3 (KVM)");
    assertThat(made(Kind.GIC_V2)).isEqualTo("GICv2 (KVM)");
  }

  private static String made(Kind offered) {
    RecordingVm vm = RecordingVm.offering(offered);
    return GicSelection.auto(vm, 1).create(vm, VirtBoard.config(1)).description();
  }
}
