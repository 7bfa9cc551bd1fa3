package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jvmm.it.guest.A64;
import io.jvmm.vmm.KernelDevice;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuConfig;
import io.jvmm.vmm.VcpuFeature;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.VcpuRegister;
import io.jvmm.vmm.VectorValue;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What vCPUs have: features, numbers, counters, stolen time, as their guest sees them. */
class VcpuFeaturesIT {
  private static final long AFFINITY = 0xff_00ff_ffffL;
  private static final VcpuId BOOT = new VcpuId(0);
  private static final AddressRange STOLEN_TIME = AddressRange.of(0x090a_0000, 0x1_0000);
  private static final long PV_TIME_FEATURES = 0xc500_0020L;
  private static final long PV_TIME_ST = 0xc500_0021L;

  @ParameterizedTest
  @EnumSource(names = {"PMU", "SVE", "POINTER_AUTHENTICATION"})
  void aFeatureThatTheHostLacksIsRefusedByTheNameOfItsCapability(VcpuFeature feature) {
    try (BareVm vm = new BareVm(new A64().powerOff())) {
      assumeThat(vm.limits().has(feature)).as("the host has %s", feature).isFalse();

      assertThatExceptionOfType(HostException.class)
          .isThrownBy(() -> vm.vcpu(with(feature)))
          .withMessageContaining(feature.name())
          .withMessageContaining("KVM_CAP_");
    }
  }

  @Test
  void performanceMonitorsCountTheGuestsCycles() {
    A64 program = new A64();
    program
        .mov(1, 1L << 31)
        .writeSystem(1, 3, 3, 9, 12, 1) // PMCNTENSET_EL0: the cycle counter
        .mov(1, 1)
        .writeSystem(1, 3, 3, 9, 12, 0) // PMCR_EL0: enable
        .synchronise()
        .mov(2, 1000)
        .label("spend")
        .subtract(2, 2, 1)
        .branchIfNotZero(2, "spend")
        .synchronise()
        .readSystem(3, 3, 3, 9, 13, 0); // PMCCNTR_EL0
    BareVm.report(program, 3);
    try (BareVm vm = new BareVm(program)) {
      require(vm, VcpuFeature.PMU);

      assertThat(BareVm.report(vm.vcpu(with(VcpuFeature.PMU)))).isPositive();
    }
  }

  @Test
  void withoutTheFeatureTheProcessorHasNoPerformanceMonitors() {
    A64 program = new A64().readSystem(1, 3, 0, 0, 5, 0); // ID_AA64DFR0_EL1
    try (BareVm vm = new BareVm(BareVm.report(program, 1))) {
      long performanceMonitors = BareVm.report(vm.vcpu()) >>> 8 & 0xf;

      assertThat(performanceMonitors).isZero();
    }
  }

  @Test
  void pointerAuthenticationIsSeenByTheGuest() {
    A64 program = new A64().readSystem(1, 3, 0, 0, 6, 1); // ID_AA64ISAR1_EL1
    try (BareVm vm = new BareVm(BareVm.report(program, 1))) {
      require(vm, VcpuFeature.POINTER_AUTHENTICATION);
      long apaAndApi = 0xff0;

      long seen = BareVm.report(vm.vcpu(with(VcpuFeature.POINTER_AUTHENTICATION)));

      assertThat(seen & apaAndApi).isNotZero();
    }
  }

  @Test
  void vectorsAreNoLongerThanAskedFor() {
    A64 program =
        new A64()
            .mov(1, 3L << 20 | 3L << 16)
            .writeSystem(1, 3, 0, 1, 0, 2) // CPACR_EL1: neither SVE nor SIMD traps
            .synchronise()
            .mov(1, 0xf)
            .writeSystem(1, 3, 0, 1, 2, 0) // ZCR_EL1: as long as can be
            .synchronise()
            .instruction(0x04bf_5022); // RDVL x2, #1: bytes
    try (BareVm vm = new BareVm(BareVm.report(program, 2))) {
      require(vm, VcpuFeature.SVE);
      VcpuConfig config =
          new VcpuConfig(
              BOOT,
              false,
              Set.of(VcpuFeature.SVE),
              OptionalInt.of(128),
              Optional.empty(),
              Set.of());

      assertThat(BareVm.report(vm.vcpu(config))).isEqualTo(16);
    }
  }

  @Test
  void vectorRegistersAreWithinReachWithAndWithoutSve() {
    VectorValue value = new VectorValue(0x0123_4567_89ab_cdefL, 0xfeed_f00dL);
    try (BareVm vm = new BareVm(new A64().powerOff())) {
      Vcpu vcpu = vm.vcpu(vm.limits().has(VcpuFeature.SVE) ? with(VcpuFeature.SVE) : bare(0));

      vcpu.setVector(31, value);

      assertThat(vcpu.vector(31)).isEqualTo(value);
    }
  }

  @Test
  void sixtyFourVcpusHaveTheAffinitiesThatTheDeviceTreeSays() {
    try (BareVm vm = new BareVm(new A64().powerOff())) {
      assumeThat(vm.vm().supports(KernelDevice.Kind.GIC_V3)).as("the host has GICv3").isTrue();
      vm.vm().createDevice(KernelDevice.Kind.GIC_V3);

      assertThat(IntStream.range(0, 64)).allSatisfy(id -> hasItsAffinity(vm, id));
    }
  }

  @Test
  void theAffinitiesOfHighNumbersAgreeToo() {
    try (BareVm vm = new BareVm(new A64().powerOff())) {
      int last = vm.limits().maxVcpus() - 1;

      assertThat(IntStream.of(0, Math.min(255, last), Math.min(256, last), last).distinct())
          .allSatisfy(id -> hasItsAffinity(vm, id));
    }
  }

  @Test
  void theCounterOfANewMachineStartsNearZero() {
    A64 program = readCounter().readSystem(2, 3, 3, 14, 0, 0); // CNTFRQ_EL0
    try (BareVm vm = new BareVm(BareVm.report(BareVm.report(program, 1), 2))) {
      Vcpu vcpu = vm.vcpu();
      long ticks = BareVm.report(vcpu);
      long ticksPerMinute = 60 * BareVm.report(vcpu);

      assertThat(ticks).isBetween(0L, ticksPerMinute);
    }
  }

  @Test
  void theCounterLagsBehindTheHostsByItsOffset() {
    long aheadBy = 1L << 48;
    try (BareVm vm = new BareVm(BareVm.report(readCounter(), 1))) {
      vm.vm().setCounterOffset(-aheadBy);

      assertThat(BareVm.report(vm.vcpu())).isBetween(aheadBy, 2 * aheadBy);
    }
  }

  @Test
  void aGuestIsToldWhereItsStolenTimeIs() {
    A64 program = askForStolenTime();
    try (BareVm vm = new BareVm(BareVm.report(BareVm.report(program, 4), 0))) {
      require(vm, VcpuFeature.STOLEN_TIME);
      vm.map(STOLEN_TIME);
      Vcpu vcpu = vm.vcpu(stolenTime(Set.of()));

      assertThat(BareVm.report(vcpu)).as("PV_TIME_FEATURES").isZero();
      assertThat(BareVm.report(vcpu)).isEqualTo(STOLEN_TIME.start().value());
    }
  }

  @Test
  void timeThatAnotherVcpuTookOnTheSameHostCpuIsStolen() throws InterruptedException {
    A64 untilSomeIsStolen =
        askForStolenTime()
            .add(1, 0, 8)
            .label("poll")
            .load(8, 2, 1) // nanoseconds
            .branchIfZero(2, "poll");
    try (BareVm robbed = new BareVm(BareVm.report(untilSomeIsStolen, 2));
        BareVm robber = new BareVm(new A64().label("spin").branch("spin"))) {
      require(robbed, VcpuFeature.STOLEN_TIME);
      robbed.map(STOLEN_TIME);
      Vcpu spinning =
          robber.vcpu(
              new VcpuConfig(
                  BOOT, false, Set.of(), OptionalInt.empty(), Optional.empty(), Set.of(0)));
      Thread thread = Thread.ofPlatform().daemon().start(spinning::run);
      Vcpu vcpu = robbed.vcpu(stolenTime(Set.of(0)));
      long[] stolen = new long[1];
      Thread victim = Thread.ofPlatform().daemon().start(() -> stolen[0] = BareVm.report(vcpu));

      victim.join();
      spinning.kick();
      thread.join();

      assertThat(stolen[0]).isPositive();
    }
  }

  private static A64 readCounter() {
    return new A64().synchronise().readSystem(1, 3, 3, 14, 0, 2); // CNTVCT_EL0
  }

  /** Leaves what PV_TIME_FEATURES returns in x4, and what PV_TIME_ST returns in x0. */
  private static A64 askForStolenTime() {
    return new A64()
        .mov(0, PV_TIME_FEATURES)
        .mov(1, PV_TIME_ST)
        .hypervisorCall()
        .add(4, 0, 0)
        .mov(0, PV_TIME_ST)
        .hypervisorCall();
  }

  private static void hasItsAffinity(BareVm vm, int number) {
    VcpuId id = new VcpuId(number);
    long mpidr = vm.vcpu(new VcpuConfig(id, true)).register(VcpuRegister.MPIDR_EL1);

    assertThat(mpidr & AFFINITY).isEqualTo(id.affinity());
  }

  private static void require(BareVm vm, VcpuFeature feature) {
    assumeThat(vm.limits().whyMissing(feature)).isEmpty();
  }

  private static VcpuConfig bare(int number) {
    return new VcpuConfig(new VcpuId(number), false);
  }

  private static VcpuConfig with(VcpuFeature feature) {
    return new VcpuConfig(
        BOOT, false, Set.of(feature), OptionalInt.empty(), Optional.empty(), Set.of());
  }

  private static VcpuConfig stolenTime(Set<Integer> hostCpus) {
    GuestAddress structure = STOLEN_TIME.start();
    return new VcpuConfig(
        BOOT,
        false,
        Set.of(VcpuFeature.STOLEN_TIME),
        OptionalInt.empty(),
        Optional.of(structure),
        hostCpus);
  }
}
