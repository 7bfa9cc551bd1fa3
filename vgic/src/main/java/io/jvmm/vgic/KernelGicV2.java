package io.jvmm.vgic;

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
final class KernelGicV2 implements InterruptController {
  /** CPU targets are a byte with a bit for each processor (Arm IHI 0048, 4.3.12). */
  static final int MAX_VCPUS = 8;

  private static final long DISTRIBUTOR_SIZE = 0x1000;
  private static final long CPU_INTERFACE_SIZE = 0x2000;

  private final VgicDevice device;
  private final AddressRange distributor;
  private final AddressRange cpuInterface;
  private final SpiLines lines;

  private KernelGicV2(VgicDevice device, Vm vm, GicConfig config) {
    this.device = device;
    this.distributor = new AddressRange(config.addresses().distributor(), DISTRIBUTOR_SIZE);
    this.cpuInterface = new AddressRange(config.addresses().cpuInterface(), CPU_INTERFACE_SIZE);
    this.lines = new SpiLines(vm, config.spis());
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

  /** Nothing to do: the virtual machine that it was made in ends the device. */
  @Override
  public void close() {}
}
