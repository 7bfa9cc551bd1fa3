package io.jvmm.monitor.machine;

import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.PrivateLine;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.spec.VmSpec;
import java.util.List;
import java.util.Optional;

/**
 * The root of the guest's device tree: what belongs to the board itself (memory, processors,
 * firmware interface, clock), around the nodes in which devices describe themselves.
 */
final class DeviceTree {
  /** The interrupt controller's phandle. */
  static final int GIC_PHANDLE = 1;

  /** The phandle of the clock that the Arm peripherals run on. */
  static final int CLOCK_PHANDLE = 2;

  /** The phandle of the general-purpose lines. */
  static final int GPIO_PHANDLE = 3;

  /** The phandle of what takes messages: the ITS or the GICv2m frame. */
  static final int MSI_PHANDLE = 4;

  /** The interrupt of the secure physical timer, which no guest has. */
  static final IntId SECURE_TIMER = IntId.ppi(13);

  /** The interrupt of the physical timer at EL2. */
  static final IntId HYPERVISOR_TIMER = IntId.ppi(10);

  private static final List<IntId> TIMERS =
      List.of(
          SECURE_TIMER,
          PrivateLine.PHYSICAL_TIMER.intId(),
          PrivateLine.VIRTUAL_TIMER.intId(),
          HYPERVISOR_TIMER);

  private static final int CLOCK_HERTZ = 24_000_000;
  private static final int PPI = 1;
  private static final int LEVEL_HIGH = 4;

  private DeviceTree() {}

  /**
   * The tree of a machine.
   *
   * @param chosen what the loader says
   * @param devices what is in it beside the board itself
   */
  static DeviceTreeNode root(VmSpec spec, DeviceTreeNode chosen, List<DeviceTreeNode> devices) {
    DeviceTreeNode.Builder root =
        DeviceTreeNode.named("")
            .strings("compatible", "linux,dummy-virt")
            .strings("model", "jvmm")
            .cells("#address-cells", 2)
            .cells("#size-cells", 2)
            .cells("interrupt-parent", GIC_PHANDLE)
            .flag("dma-coherent")
            .child(chosen)
            .child(memory(GuestLayout.ram(spec.memory().bytes())))
            .child(processors(spec.cpus()))
            .child(psci())
            .child(clock());
    devices.forEach(root::child);
    return root.build();
  }

  private static DeviceTreeNode memory(AddressRange ram) {
    return DeviceTreeNode.device("memory", ram).strings("device_type", "memory").build();
  }

  private static DeviceTreeNode processors(int vcpus) {
    DeviceTreeNode.Builder cpus =
        DeviceTreeNode.named("cpus").cells("#address-cells", 1).cells("#size-cells", 0);
    for (int i = 0; i < vcpus; i++) {
      int affinity = (int) new VcpuId(i).affinity();
      cpus.child(
          DeviceTreeNode.named("cpu@%x".formatted(affinity))
              .strings("device_type", "cpu")
              .strings("compatible", "arm,armv8")
              .strings("enable-method", "psci")
              .cells("reg", affinity)
              .build());
    }
    return cpus.build();
  }

  private static DeviceTreeNode psci() {
    return DeviceTreeNode.named("psci")
        .strings("compatible", "arm,psci-1.0", "arm,psci-0.2")
        .strings("method", "hvc")
        .build();
  }

  /**
   * The processors' timers, as Linux' binding arm,arch_timer.yaml has them.
   *
   * @param hertz what the guest is to take for the counter's frequency, instead of CNTFRQ_EL0
   */
  static DeviceTreeNode timer(Optional<Integer> hertz) {
    int[] cells = new int[TIMERS.size() * 3];
    for (int i = 0; i < TIMERS.size(); i++) {
      cells[3 * i] = PPI;
      cells[3 * i + 1] = TIMERS.get(i).index();
      cells[3 * i + 2] = LEVEL_HIGH;
    }
    DeviceTreeNode.Builder timer =
        DeviceTreeNode.named("timer")
            .strings("compatible", "arm,armv8-timer")
            .flag("always-on")
            .cells("interrupts", cells);
    hertz.ifPresent(frequency -> timer.cells("clock-frequency", frequency));
    return timer.build();
  }

  /** The vCPUs' performance monitors, as Linux' binding arm,pmu.yaml has them. */
  static DeviceTreeNode performanceMonitors() {
    return DeviceTreeNode.named("pmu")
        .strings("compatible", "arm,armv8-pmuv3")
        .cells("interrupts", PPI, PrivateLine.PMU.intId().index(), LEVEL_HIGH)
        .build();
  }

  private static DeviceTreeNode clock() {
    return DeviceTreeNode.named("apb-pclk")
        .strings("compatible", "fixed-clock")
        .cells("#clock-cells", 0)
        .cells("clock-frequency", CLOCK_HERTZ)
        .strings("clock-output-names", "clk24mhz")
        .cells("phandle", CLOCK_PHANDLE)
        .build();
  }
}
