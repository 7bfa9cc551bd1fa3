package io.jvmm.monitor.machine;

import static io.jvmm.vmm.VcpuFeature.PMU;
import static io.jvmm.vmm.VcpuFeature.POINTER_AUTHENTICATION;
import static io.jvmm.vmm.VcpuFeature.STOLEN_TIME;
import static io.jvmm.vmm.VcpuFeature.SVE;
import static io.jvmm.vmm.spec.CpuSpec.Choice.AUTO;
import static io.jvmm.vmm.spec.CpuSpec.Choice.OFF;
import static io.jvmm.vmm.spec.CpuSpec.Choice.ON;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.HypervisorLimits;
import io.jvmm.vmm.VcpuConfig;
import io.jvmm.vmm.VcpuFeature;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.spec.CpuSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class VcpuPlanTest {
  private static final HypervisorLimits EVERYTHING = limits(Map.of());
  private static final VcpuId SECOND = new VcpuId(1);

  @Test
  void aSpecificationThatSaysNothingGetsWhatTheHostHas() {
    HypervisorLimits withoutSve = limits(Map.of(SVE, "none here"));

    assertThat(config(CpuSpec.automatic(), withoutSve).features())
        .containsExactlyInAnyOrder(PMU, POINTER_AUTHENTICATION, STOLEN_TIME);
  }

  @Test
  void whatIsSwitchedOffIsNotThere() {
    CpuSpec spec = new CpuSpec(OFF, OFF, Optional.empty(), OFF, List.of(), Optional.empty());

    assertThat(config(spec, EVERYTHING).features()).containsExactly(STOLEN_TIME);
  }

  @Test
  void onlyWhatIsInsistedOnCanBeAProblem() {
    CpuSpec spec = new CpuSpec(ON, AUTO, Optional.empty(), OFF, List.of(), Optional.empty());
    HypervisorLimits nothing =
        limits(Map.of(PMU, "no PMU", SVE, "no SVE", STOLEN_TIME, "no stolen time"));

    assertThat(VcpuPlan.problems(spec, nothing))
        .containsExactly("$.cpu.pmu: no PMU; write \"auto\" or \"off\"");
  }

  @Test
  void vectorsAndHostCpusReachTheVcpu() {
    CpuSpec spec =
        new CpuSpec(
            AUTO,
            AUTO,
            Optional.of(256),
            AUTO,
            List.of(List.of(0), List.of(2, 3)),
            Optional.empty());

    VcpuConfig config = config(spec, EVERYTHING);

    assertThat(config.maxVectorBits()).isEqualTo(OptionalInt.of(256));
    assertThat(config.hostCpus()).containsExactlyInAnyOrder(2, 3);
  }

  @Test
  void aVcpuPastTheEndOfThePinningMayRunAnywhere() {
    CpuSpec spec = CpuSpec.pinned(List.of(List.of(0)));

    assertThat(config(spec, EVERYTHING).hostCpus()).isEmpty();
  }

  @Test
  void stolenTimeComesWithItsAddress() {
    assertThat(config(CpuSpec.automatic(), EVERYTHING).stolenTime())
        .contains(GuestLayout.stolenTime(SECOND));
  }

  private static VcpuConfig config(CpuSpec spec, HypervisorLimits limits) {
    return VcpuPlan.of(spec, limits).config(SECOND);
  }

  private static HypervisorLimits limits(Map<VcpuFeature, String> missing) {
    return new HypervisorLimits(8, 40, 32, 4096, true, missing);
  }
}
