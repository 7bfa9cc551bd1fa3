package io.jvmm.vgic;

import io.jvmm.vgic.v3.GitsRegister;
import io.jvmm.vgic.v3.ItsState;
import io.jvmm.vmm.KernelDevice;
import io.jvmm.vmm.KernelDevice.Kind;
import io.jvmm.vmm.Vm;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.irq.InterruptMessage;
import io.jvmm.vmm.irq.MessageLine;
import io.jvmm.vmm.irq.MessageTarget;
import io.jvmm.vmm.memory.AddressRange;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The interrupt translation service that KVM emulates beside its GICv3: message-signalled
 * interrupts become LPIs (Arm IHI 0069, chapter 5; Linux,
 * Documentation/virt/kvm/devices/arm-vgic-its.rst).
 */
final class KernelIts implements MessageTarget {
  /** Two frames of 64 KiB: control and translation. */
  private static final long SIZE = 0x2_0000;

  /** GITS_TRANSLATER, the doorbell, is in the second frame (12.19.18). */
  private static final long DOORBELL = 0x1_0040;

  private static final int REGISTERS = 8;

  private final Vm vm;
  private final KernelDevice device;
  private final AddressRange window;
  private final int phandle;

  private KernelIts(Vm vm, KernelDevice device, ItsPlacement placement) {
    this.vm = vm;
    this.device = device;
    this.window = new AddressRange(placement.address(), SIZE);
    this.phandle = placement.phandle();
  }

  /** Makes it, after the GICv3 and before that is initialized; {@link #start} completes it. */
  static KernelIts create(Vm vm, ItsPlacement placement) {
    KernelIts its = new KernelIts(vm, vm.createDevice(Kind.GIC_ITS), placement);
    its.gic().set(VgicAttribute.ITS_ADDRESS, placement.address().value());
    return its;
  }

  void start() {
    gic().initialize();
  }

  @Override
  public void deliver(InterruptMessage message) {
    if (message.address() == window.start().value() + DOORBELL) {
      vm.signalMessage(message);
    }
  }

  @Override
  public Optional<MessageLine> createLine() {
    return vm.createMessageLine();
  }

  /** As Linux' binding arm,gic-v3.yaml has it: a child of the GICv3's node. */
  DeviceTreeNode describe() {
    return DeviceTreeNode.device("msi-controller", window)
        .strings("compatible", "arm,gic-v3-its")
        .flag("msi-controller")
        .cells("#msi-cells", 1)
        .cells("phandle", phandle)
        .build();
  }

  /** Writes its tables to guest memory and returns its registers. No vCPU may be running. */
  ItsState save() {
    gic().command(VgicAttribute.ITS_SAVE_TABLES);
    return new ItsState(
        get(GitsRegister.GITS_CTLR),
        get(GitsRegister.GITS_IIDR),
        get(GitsRegister.GITS_CBASER),
        get(GitsRegister.GITS_CWRITER),
        get(GitsRegister.GITS_CREADR),
        LongStream.range(0, ItsState.BASERS).mapToObj(this::table).toList());
  }

  /**
   * Makes it what it was, after guest memory and the GICv3 are. A write to CBASER resets CREADR, so
   * it comes first; IIDR says how to read the tables; CTLR comes last, for it lets commands run.
   */
  void restore(ItsState state) {
    set(GitsRegister.GITS_CBASER, state.cbaser());
    set(GitsRegister.GITS_IIDR, state.iidr());
    set(GitsRegister.GITS_CREADR, state.creadr());
    set(GitsRegister.GITS_CWRITER, state.cwriter());
    for (int i = 0; i < ItsState.BASERS; i++) {
      device.setAttribute(REGISTERS, tableOffset(i), state.basers().get(i));
    }
    gic().command(VgicAttribute.ITS_RESTORE_TABLES);
    set(GitsRegister.GITS_CTLR, state.ctlr());
  }

  private VgicDevice gic() {
    return new VgicDevice(device);
  }

  private long table(long index) {
    return device.attribute(REGISTERS, tableOffset(index));
  }

  private static long tableOffset(long index) {
    return GitsRegister.GITS_BASER.offset() + index * Long.BYTES;
  }

  private long get(GitsRegister register) {
    return device.attribute(REGISTERS, register.offset());
  }

  private void set(GitsRegister register, long value) {
    device.setAttribute(REGISTERS, register.offset(), value);
  }
}
