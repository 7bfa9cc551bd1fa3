package io.jvmm.vgic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.vgic.GicSelection.Model;
import io.jvmm.vmm.HypervisorLimits;
import io.jvmm.vmm.KernelDevice.Kind;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.spec.GicChoice;
import io.jvmm.vmm.testkit.FakeVcpu;
import java.util.List;
import org.junit.jupiter.api.Test;

class GicSelectionTest {
  private static final HypervisorLimits CLOSED = new HypervisorLimits(512, 40, 512, 4096, false);
  private static final HypervisorLimits OPEN = new HypervisorLimits(512, 40, 512, 4096, true);

  @Test
  void aGicV3IsPickedWhereThereAreAll() {
    GicSelection picked = auto(RecordingVm.offering(Kind.GIC_V3, Kind.GIC_V2), OPEN, 2);

    assertThat(picked.model()).isEqualTo(Model.KERNEL_V3);
    assertThat(picked.reason()).startsWith("GICv3 (KVM)").contains("GICv2");
  }

  @Test
  void aGicV2IsPickedWhereThereIsNoGicV3AndItIsSaidWhy() {
    GicSelection picked = auto(RecordingVm.offering(Kind.GIC_V2), OPEN, 8);

    assertThat(picked.model()).isEqualTo(Model.KERNEL_V2);
    assertThat(picked.reason())
        .isEqualTo("GICv2 (KVM): the host offers no GICv3 (KVM_DEV_TYPE_ARM_VGIC_V3)");
  }

  @Test
  void oursIsPickedWhereTheHypervisorHasNoneAndItIsSaidWhy() {
    GicSelection picked = auto(RecordingVm.offering(), OPEN, 8);

    assertThat(picked.model()).isEqualTo(Model.EMULATED_V2);
    assertThat(picked.reason())
        .isEqualTo(
            "GICv2 (emulated): the host offers no GICv3 (KVM_DEV_TYPE_ARM_VGIC_V3)"
                + " and no GICv2 (KVM_DEV_TYPE_ARM_VGIC_V2)");
  }

  @Test
  void aHostWithNoneIsToldWhatItLacks() {
    assertThatExceptionOfType(HostException.class)
        .isThrownBy(() -> auto(RecordingVm.offering(), CLOSED, 1))
        .withMessageContaining("KVM_DEV_TYPE_ARM_VGIC_V3")
        .withMessageContaining("KVM_DEV_TYPE_ARM_VGIC_V2")
        .withMessageContaining("KVM_CAP_ARM_USER_IRQ");
  }

  @Test
  void nineVcpusAreTooManyForAHostWithoutGicV3() {
    RecordingVm old = RecordingVm.offering(Kind.GIC_V2);

    assertThatExceptionOfType(HostException.class)
        .isThrownBy(() -> auto(old, OPEN, 9))
        .withMessageStartingWith("9 vCPUs need a GICv3");
  }

  @Test
  void anExplicitChoiceIsKept() {
    RecordingVm all = RecordingVm.offering(Kind.GIC_V3, Kind.GIC_V2);

    assertThat(GicSelection.of(GicChoice.EMULATED, all, OPEN, 8).model())
        .isEqualTo(Model.EMULATED_V2);
    assertThat(GicSelection.of(GicChoice.KVM_V2, all, OPEN, 8).model()).isEqualTo(Model.KERNEL_V2);
    assertThat(GicSelection.of(GicChoice.KVM_V3, all, OPEN, 9).model()).isEqualTo(Model.KERNEL_V3);
    assertThat(GicSelection.of(GicChoice.AUTO, all, OPEN, 9).model()).isEqualTo(Model.KERNEL_V3);
  }

  @Test
  void anExplicitChoiceThatTheHostLacksIsRefusedByItsCapability() {
    assertLacks(Model.KERNEL_V3, "GICv3 (KVM), and this host lacks KVM_DEV_TYPE_ARM_VGIC_V3");
    assertLacks(Model.KERNEL_V2, "GICv2 (KVM), and this host lacks KVM_DEV_TYPE_ARM_VGIC_V2");
    assertLacks(Model.EMULATED_V2, "GICv2 (emulated), and this host lacks KVM_CAP_ARM_USER_IRQ");
  }

  private static void assertLacks(Model model, String message) {
    assertThatExceptionOfType(HostException.class)
        .isThrownBy(() -> GicSelection.require(model, RecordingVm.offering(), CLOSED, 1))
        .withMessageContaining(message);
  }

  @Test
  void anExplicitGicV2ForNineVcpusIsTheUsersError() {
    RecordingVm vm = RecordingVm.offering(Kind.GIC_V2);

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> GicSelection.require(Model.EMULATED_V2, vm, OPEN, 9))
        .withMessageContaining("at most 8 vCPUs, not 9");
  }

  @Test
  void pickingMakesNoDevice() {
    RecordingVm vm = RecordingVm.offering(Kind.GIC_V3);

    auto(vm, OPEN, 1);

    assertThat(vm.calls()).isEmpty();
  }

  @Test
  void thePickedModelIsTheOneMade() {
    assertThat(made(RecordingVm.offering(Kind.GIC_V3))).isEqualTo("GICv3 (KVM)");
    assertThat(made(RecordingVm.offering(Kind.GIC_V2))).isEqualTo("GICv2 (KVM)");
    assertThat(made(RecordingVm.offering())).isEqualTo("GICv2 (emulated)");
  }

  private static String made(RecordingVm vm) {
    return auto(vm, OPEN, 1).create(vm, List.of(new FakeVcpu()), VirtBoard.config(1)).description();
  }

  private static GicSelection auto(RecordingVm vm, HypervisorLimits limits, int vcpus) {
    return GicSelection.auto(vm, limits, vcpus);
  }
}
