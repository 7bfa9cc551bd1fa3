package io.jvmm.vgic;

import io.jvmm.vgic.v3.GicV3Attributes;
import io.jvmm.vgic.v3.GicV3Config;
import io.jvmm.vgic.v3.GicV3State;
import io.jvmm.vgic.v3.GicV3Transfer;
import io.jvmm.vmm.KernelDevice.Kind;
import io.jvmm.vmm.Vm;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.irq.EdgeIrq;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.InterruptController;
import io.jvmm.vmm.irq.LevelIrq;
import io.jvmm.vmm.irq.MessageTarget;
import io.jvmm.vmm.memory.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The GICv3 that KVM emulates: distributor and redistributors in the guest's address space, CPU
 * interfaces in system registers (Arm IHI 0069).
 */
public final class KernelGicV3 implements InterruptController {
  private static final long DISTRIBUTOR_SIZE = 0x1_0000;

  /** Two frames of 64 KiB: control, and SGIs and PPIs (Arm IHI 0069, 12.10). */
  private static final long REDISTRIBUTOR_SIZE = 0x2_0000;

  private static final int COUNT_SHIFT = 52;

  private final VgicDevice device;
  private final AddressRange distributor;
  private final List<AddressRange> redistributors;
  private final SpiLines lines;
  private final GicV3Transfer state;
  private final Optional<KernelIts> its;

  private KernelGicV3(VgicDevice device, Vm vm, GicConfig config) {
    this.device = device;
    this.distributor = new AddressRange(config.addresses().distributor(), DISTRIBUTOR_SIZE);
    this.redistributors = redistributorsFor(config);
    this.lines = new SpiLines(vm, config.spis());
    this.state =
        new GicV3Transfer(
            new GicV3Attributes(device.device()),
            new GicV3Config(config.interrupts(), counts(redistributors)));
    this.its = config.its().map(placement -> KernelIts.create(vm, placement));
  }

  /**
   * Makes it and says where it is; {@link #start} completes it.
   *
   * @throws ConfigurationException if there is no room for the redistributors of all vCPUs
   */
  public static KernelGicV3 create(Vm vm, GicConfig config) {
    requireRoom(config);
    KernelGicV3 gic = new KernelGicV3(new VgicDevice(vm.createDevice(Kind.GIC_V3)), vm, config);
    gic.device.setInterruptCount(config.interrupts());
    gic.placeRegions();
    return gic;
  }

  private static void requireRoom(GicConfig config) {
    long room = 0;
    for (AddressRange region : config.addresses().redistributors()) {
      room += region.size() / REDISTRIBUTOR_SIZE;
    }
    if (room < config.vcpus()) {
      throw new ConfigurationException(
          ("the machine's address map has room for the GICv3 redistributors of %d vCPUs,"
                  + " not %d: ask for fewer CPUs")
              .formatted(room, config.vcpus()));
    }
  }

  /** The part of each region that the vCPUs fill, in order; none is empty. */
  private static List<AddressRange> redistributorsFor(GicConfig config) {
    List<AddressRange> used = new ArrayList<>();
    long left = config.vcpus();
    for (AddressRange region : config.addresses().redistributors()) {
      long count = Math.min(left, region.size() / REDISTRIBUTOR_SIZE);
      if (count > 0) {
        used.add(new AddressRange(region.start(), count * REDISTRIBUTOR_SIZE));
      }
      left -= count;
    }
    return List.copyOf(used);
  }

  private static List<Integer> counts(List<AddressRange> regions) {
    return regions.stream().map(each -> (int) (each.size() / REDISTRIBUTOR_SIZE)).toList();
  }

  private void placeRegions() {
    device.set(VgicAttribute.V3_DISTRIBUTOR_ADDRESS, distributor.start().value());
    for (int index = 0; index < redistributors.size(); index++) {
      AddressRange region = redistributors.get(index);
      long count = region.size() / REDISTRIBUTOR_SIZE;
      device.set(
          VgicAttribute.V3_REDISTRIBUTOR_REGION,
          count << COUNT_SHIFT | region.start().value() | index);
    }
  }

  @Override
  public LevelIrq levelLine(IntId spi) {
    return lines.level(spi);
  }

  @Override
  public EdgeIrq edgeLine(IntId spi) {
    return lines.edge(spi);
  }

  @Override
  public Optional<MessageTarget> messages() {
    return its.map(MessageTarget.class::cast);
  }

  @Override
  public String description() {
    return its.isPresent() ? "GICv3 with ITS (KVM)" : "GICv3 (KVM)";
  }

  /** As Linux' binding arm,gic-v3.yaml has it; the maintenance interrupt is the host's. */
  @Override
  public DeviceTreeNode describe(int phandle) {
    List<AddressRange> windows = new ArrayList<>(List.of(distributor));
    windows.addAll(redistributors);
    DeviceTreeNode.Builder node =
        DeviceTreeNode.device("interrupt-controller", windows.toArray(AddressRange[]::new))
            .strings("compatible", "arm,gic-v3")
            .flag("interrupt-controller")
            .cells("#interrupt-cells", 3)
            .cells("#redistributor-regions", redistributors.size())
            .cells("phandle", phandle);
    its.ifPresent(each -> addChild(node, each.describe()));
    return node.build();
  }

  private static void addChild(DeviceTreeNode.Builder node, DeviceTreeNode child) {
    node.cells("#address-cells", 2).cells("#size-cells", 2).flag("ranges").child(child);
  }

  @Override
  public void start() {
    device.initialize();
    its.ifPresent(KernelIts::start);
  }

  /**
   * Its state, and that of its ITS. Pending LPIs and the ITS's tables are written to guest memory.
   * It must have been started, and no vCPU may be running.
   *
   * @throws io.jvmm.vmm.error.HostException if the host refuses
   */
  public GicV3State save() {
    GicV3State saved = state.save();
    if (its.isEmpty()) {
      return saved;
    }
    state.attributes().savePendingTables();
    return saved.with(its.get().save());
  }

  /**
   * Makes it what it was: after guest memory has been restored and before any vCPU has run.
   *
   * @throws IllegalArgumentException if the state is of a machine of another shape
   * @throws io.jvmm.vmm.error.HostException if this host cannot be what the saving one was
   */
  public void restore(GicV3State saved) {
    if (saved.its().isPresent() != its.isPresent()) {
      throw new IllegalArgumentException("of the two GICv3s, one has an ITS and one has not");
    }
    state.restore(saved);
    its.ifPresent(each -> saved.its().ifPresent(each::restore));
  }

  /** Nothing to do: the virtual machine that it was made in ends the device. */
  @Override
  public void close() {}
}
