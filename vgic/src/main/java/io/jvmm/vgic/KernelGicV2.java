package io.jvmm.vgic;

import io.jvmm.vgic.v2.GicV2Registers;
import io.jvmm.vgic.v2.GicV2State;
import io.jvmm.vgic.v2.GicV2Transfer;
import io.jvmm.vmm.KernelDevice.Kind;
import io.jvmm.vmm.Vm;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.irq.EdgeIrq;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.InterruptController;
import io.jvmm.vmm.irq.LevelIrq;
import io.jvmm.vmm.memory.AddressRange;

/**
 * The GICv2 that KVM emulates with the help of the processor's virtual CPU interface (Arm IHI
 * 0048).
 */
public final class KernelGicV2 implements InterruptController {
  /** CPU targets are a byte with a bit for each processor (Arm IHI 0048, 4.3.12). */
  static final int MAX_VCPUS = 8;

  private static final int IIDR = 0x008;
  private static final long DISTRIBUTOR_SIZE = 0x1000;
  private static final long CPU_INTERFACE_SIZE = 0x2000;

  private final VgicDevice device;
  private final AddressRange distributor;
  private final AddressRange cpuInterface;
  private final SpiLines lines;
  private final GicV2Registers registers;
  private final GicV2Transfer transfer;

  private KernelGicV2(VgicDevice device, Vm vm, GicConfig config) {
    this.device = device;
    this.distributor = new AddressRange(config.addresses().distributor(), DISTRIBUTOR_SIZE);
    this.cpuInterface = new AddressRange(config.addresses().cpuInterface(), CPU_INTERFACE_SIZE);
    this.lines = new SpiLines(vm, config.spis());
    this.registers = new KernelGicV2Registers(device.device());
    this.transfer = new GicV2Transfer(registers, config.vcpus(), config.interrupts());
  }

  /** Makes it and says where it is; {@link #start} completes it. */
  static KernelGicV2 create(Vm vm, GicConfig config) {
    if (config.vcpus() > MAX_VCPUS) {
      throw new ConfigurationException(
          "a GICv2 serves at most %d vCPUs, not %d: ask for fewer CPUs"
              .formatted(MAX_VCPUS, config.vcpus()));
    }
    KernelGicV2 gic = new KernelGicV2(new VgicDevice(vm.createDevice(Kind.GIC_V2)), vm, config);
    gic.device.setInterruptCount(config.interrupts());
    gic.device.set(VgicAttribute.V2_DISTRIBUTOR_ADDRESS, gic.distributor.start().value());
    gic.device.set(VgicAttribute.V2_CPU_INTERFACE_ADDRESS, gic.cpuInterface.start().value());
    return gic;
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
  public String description() {
    return "GICv2 (KVM)";
  }

  /** As Linux' binding arm,gic.yaml has it. */
  @Override
  public DeviceTreeNode describe(int phandle) {
    return DeviceTreeNode.device("interrupt-controller", distributor, cpuInterface)
        .strings("compatible", "arm,cortex-a15-gic")
        .flag("interrupt-controller")
        .cells("#interrupt-cells", 3)
        .cells("phandle", phandle)
        .build();
  }

  @Override
  public void start() {
    device.initialize();
  }

  /**
   * Its state. It must have been started, and no vCPU may be running.
   *
   * @throws io.jvmm.vmm.error.HostException if the host refuses
   */
  public GicV2State save() {
    return transfer.save();
  }

  /**
   * Makes it what it was: after it has been started and before any vCPU has run. Devices then drive
   * their lines anew.
   *
   * @throws IllegalArgumentException if the state is of a GIC of another size
   * @throws io.jvmm.vmm.error.HostException if the host refuses
   */
  public void restore(GicV2State saved) {
    // KVM takes groups only from somebody who has looked at its revision and agrees.
    registers.setDistributor(0, IIDR, registers.distributor(0, IIDR));
    transfer.restore(saved);
  }

  /** Nothing to do: the virtual machine that it was made in ends the device. */
  @Override
  public void close() {}
}
