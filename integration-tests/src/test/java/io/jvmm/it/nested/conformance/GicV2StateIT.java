package io.jvmm.it.nested.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jvmm.it.nested.TestMachine;
import io.jvmm.monitor.machine.GuestLayout;
import io.jvmm.vgic.GicAddresses;
import io.jvmm.vgic.GicConfig;
import io.jvmm.vgic.GicSelection;
import io.jvmm.vgic.GicSelection.Model;
import io.jvmm.vgic.KernelGicV2;
import io.jvmm.vgic.v2.EmulatedGicV2;
import io.jvmm.vgic.v2.GicV2State;
import io.jvmm.vmm.Hypervisor;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuConfig;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.Vm;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.testkit.FakeVcpu;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The state of KVM's GICv2 as a value, which another one takes over, KVM's or the one in Java. */
class GicV2StateIT {
  private static final int IPA_BITS = 40;
  private static final int VCPUS = 2;
  private static final int INTERRUPTS = 32 + GuestLayout.SPIS;
  private static final int IGROUPR = 0x80;
  private static final int ISENABLER = 0x100;
  private static final int ISPENDR = 0x200;
  private static final int ISACTIVER = 0x300;
  private static final int IPRIORITYR = 0x400;
  private static final int ITARGETSR = 0x800;
  private static final int ICFGR = 0xc00;
  private static final int SPENDSGIR = 0xf20;
  private static final int GICC_CTLR = 0;
  private static final int GICC_PMR = 4;

  @BeforeEach
  void onlyAHostWithAGicV2HasIt() {
    assumeThat(GicMode.offered()).contains(GicMode.KVM_V2);
  }

  @Test
  void anotherOfKvmsTakesItOver() {
    try (KvmMachine first = new KvmMachine();
        KvmMachine second = new KvmMachine()) {
      first.gic.restore(programmed().save());
      GicV2State saved = first.gic.save();

      second.gic.restore(saved);

      assertThat(second.gic.save()).isEqualTo(saved);
    }
  }

  @Test
  void theOneInJavaAndKvmsTakeOverEachOthers() {
    GicV2State ours = programmed().save();
    try (KvmMachine machine = new KvmMachine()) {
      machine.gic.restore(ours);
      GicV2State theirs = machine.gic.save();
      EmulatedGicV2 back = emulated();
      back.restore(theirs);

      assertThat(known(theirs.shared())).isEqualTo(known(ours.shared()));
      assertThat(known(back.save().shared())).isEqualTo(known(ours.shared()));
      for (int vcpu = 0; vcpu < VCPUS; vcpu++) {
        assertThat(known(theirs.processors().get(vcpu)))
            .isEqualTo(known(ours.processors().get(vcpu)));
        assertThat(known(back.save().processors().get(vcpu)))
            .isEqualTo(known(ours.processors().get(vcpu)));
      }
    }
  }

  /** KVM cannot tell levels from events: see docs/devices/gicv2.md. */
  private static Map<String, List<Integer>> known(Map<String, List<Integer>> registers) {
    Map<String, List<Integer>> known = new TreeMap<>(registers);
    known.remove("lines");
    return known;
  }

  /** A GICv2 in the middle of work, with something in every kind of register. */
  private static EmulatedGicV2 programmed() {
    EmulatedGicV2 gic = emulated();
    store(gic, 0, 0, 1);
    for (int vcpu = 0; vcpu < VCPUS; vcpu++) {
      store(gic, vcpu, IGROUPR, 1 << 27);
      store(gic, vcpu, ISENABLER, 1 << 27 | 1 << (5 + vcpu));
      store(gic, vcpu, IPRIORITYR + 24, 0xa0 << 24);
      gic.windows().get(1).device().write(new Access(GICC_PMR, 4, vcpu), 0xf0);
      gic.windows().get(1).device().write(new Access(GICC_CTLR, 4, vcpu), 1);
    }
    store(gic, 1, SPENDSGIR + 4, 0b01 << 8);
    store(gic, 0, ICFGR + 12, 0b10 << 8);
    store(gic, 0, ISENABLER + 4, 0xff0);
    store(gic, 0, IPRIORITYR + 36, 0x20406080);
    store(gic, 0, ITARGETSR + 36, 0x01020301);
    store(gic, 0, ISPENDR + 4, 1 << 20);
    store(gic, 0, ISACTIVER + 4, 1 << 6);
    return gic;
  }

  private static void store(EmulatedGicV2 gic, int vcpu, int offset, int value) {
    Access access = new Access(offset, 4, vcpu);
    gic.windows().getFirst().device().write(access, Integer.toUnsignedLong(value));
  }

  private static EmulatedGicV2 emulated() {
    List<Vcpu> vcpus = new ArrayList<>();
    for (int i = 0; i < VCPUS; i++) {
      vcpus.add(new FakeVcpu(i));
    }
    return new EmulatedGicV2(
        vcpus,
        INTERRUPTS,
        GuestLayout.GIC_DISTRIBUTOR.start(),
        GuestLayout.GIC_CPU_INTERFACE.start());
  }

  /** vCPUs and KVM's GICv2, and nothing else. */
  private static final class KvmMachine implements AutoCloseable {
    private final Hypervisor hypervisor = TestMachine.kvm().open();
    private final Vm vm = hypervisor.createVm(IPA_BITS);
    private final KernelGicV2 gic;

    KvmMachine() {
      List<Vcpu> vcpus = new ArrayList<>();
      for (int i = 0; i < VCPUS; i++) {
        vcpus.add(vm.createVcpu(new VcpuConfig(new VcpuId(i), i > 0)));
      }
      GicAddresses addresses =
          new GicAddresses(
              GuestLayout.GIC_DISTRIBUTOR.start(),
              GuestLayout.GIC_CPU_INTERFACE.start(),
              GuestLayout.redistributors(VCPUS));
      gic =
          (KernelGicV2)
              GicSelection.require(Model.KERNEL_V2, vm, hypervisor.limits(), VCPUS)
                  .create(vm, vcpus, new GicConfig(VCPUS, GuestLayout.SPIS, addresses));
      gic.start();
    }

    @Override
    public void close() {
      vm.close();
      hypervisor.close();
    }
  }
}
