package io.jvmm.monitor.machine;

import io.jvmm.load.BootPlan;
import io.jvmm.load.disk.boot.BootEntry;
import io.jvmm.load.disk.boot.BootMenu;
import io.jvmm.mmio.DeviceBus;
import io.jvmm.mmio.SerialReceiver;
import io.jvmm.mmio.bvmcons.BvmConsole;
import io.jvmm.mmio.fwcfg.BootDevice;
import io.jvmm.mmio.insn.NoSyndromeEmulator;
import io.jvmm.mmio.pl011.Pl011;
import io.jvmm.mmio.pl031.Pl031;
import io.jvmm.mmio.pl061.Pl061;
import io.jvmm.mmio.pvpanic.Pvpanic;
import io.jvmm.monitor.console.HostPorts;
import io.jvmm.monitor.console.MachineConsole;
import io.jvmm.monitor.console.ProcessSignal;
import io.jvmm.monitor.spec.BootFiles;
import io.jvmm.monitor.spec.ResolvedSpec;
import io.jvmm.stage1.GuestAddressTranslation;
import io.jvmm.stage2.GuestRam;
import io.jvmm.stage2.Stage2Attributes;
import io.jvmm.stage2.Stage2Config;
import io.jvmm.vgic.GicSelection;
import io.jvmm.virtio.VirtioDevice;
import io.jvmm.virtio.block.BlockDevice;
import io.jvmm.virtio.block.DiskImage;
import io.jvmm.virtio.console.ConsoleDevice;
import io.jvmm.virtio.console.ConsoleSize;
import io.jvmm.virtio.console.PortOutput;
import io.jvmm.virtio.console.PortSettings;
import io.jvmm.virtio.net.NetDevice;
import io.jvmm.virtio.rng.EntropyDevice;
import io.jvmm.vmm.AccessEmulator;
import io.jvmm.vmm.Hypervisor;
import io.jvmm.vmm.StopSignal;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuFeature;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.Vm;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.irq.InterruptController;
import io.jvmm.vmm.spec.ConsoleSpec;
import io.jvmm.vmm.spec.DiskSpec;
import io.jvmm.vmm.spec.PortSpec;
import io.jvmm.vmm.spec.VmSpec;
import java.lang.foreign.Arena;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Builds the machine that a specification describes: memory, processors, interrupt controller,
 * devices, kernel. Where things are wired to one another, and the only place that knows them all.
 */
final class MachineBuilder {
  private final ResolvedSpec resolved;
  private final VmSpec spec;
  private final HostSide hostSide;
  private final Hypervisor hypervisor;
  private final MachineConsole console;
  private final HostPorts ports;
  private final Consumer<String> notices;
  private final StopSignal stop;
  private final Resources resources = new Resources();
  private final DeviceBus.Builder bus = DeviceBus.builder();
  private final List<DeviceTreeNode> nodes = new ArrayList<>();
  private final List<DiskImage> images = new ArrayList<>();
  private final List<BlockDevice> disks = new ArrayList<>();
  private final List<BootDevice> bootDevices = new ArrayList<>(); // the disks
  private final List<NetDevice> networks = new ArrayList<>();
  private final List<String> virtioNames = new ArrayList<>();
  private String gicReason = "";

  private MachineBuilder(
      HostSide hostSide,
      Hypervisor hypervisor,
      MachineConsole console,
      HostPorts ports,
      Consumer<String> notices,
      StopSignal stop) {
    this.hostSide = hostSide;
    this.resolved = hostSide.resolved();
    this.spec = resolved.spec();
    this.hypervisor = hypervisor;
    this.console = console;
    this.ports = ports;
    this.notices = notices;
    this.stop = stop;
  }

  /**
   * Builds a machine, ready to run.
   *
   * @param notices is told, in a line each, what the machine boots
   * @param stop what stops the machine, also while it is built and waits for its user
   * @throws io.jvmm.vmm.error.VmmException if it cannot be built; nothing is left behind then
   */
  static Machine build(
      ResolvedSpec spec,
      Hypervisor hypervisor,
      MachineConsole console,
      HostPorts ports,
      Consumer<String> notices,
      StopSignal stop) {
    HostSide hostSide = new HostSide(spec, HostSide.Purpose.RUNNING);
    return new MachineBuilder(hostSide, hypervisor, console, ports, notices, stop).buildOrNothing();
  }

  /**
   * Builds a machine that is only looked at: it leads nowhere, changes nothing and has no secrets.
   *
   * @param notices is told, in a line each, what the machine boots
   * @throws io.jvmm.vmm.error.VmmException if it cannot be built; nothing is left behind then
   */
  static Machine buildForInspection(
      ResolvedSpec spec, Hypervisor hypervisor, Consumer<String> notices) {
    ResolvedSpec alone = spec.withoutPorts();
    MachineConsole console = MachineConsole.nowhere();
    try (HostPorts none = HostPorts.open(alone.spec().console().ports())) {
      HostSide hostSide = new HostSide(alone, HostSide.Purpose.INSPECTION);
      MachineBuilder builder =
          new MachineBuilder(hostSide, hypervisor, console, none, notices, new StopSignal());
      builder.resources.add(console);
      return builder.buildOrNothing();
    }
  }

  private Machine buildOrNothing() {
    try {
      return build();
    } catch (RuntimeException | Error e) {
      resources.close();
      throw e;
    }
  }

  private Machine build() {
    long ramBytes = spec.memory().bytes();
    Stage2Config stage2 = Stage2Config.covering(addressSpaceEnd(ramBytes), hypervisor.limits());
    Arena arena = resources.add(Arena.ofShared());
    Vm vm = resources.add(hypervisor.createVm(stage2.ipaBits()));
    GuestRam ram = memory(stage2, arena, vm);
    List<Vcpu> vcpus = vcpus(vm, ram);
    InterruptSystem interrupts = interrupts(vm, vcpus);
    InterruptController gic = interrupts.gic();
    AlarmThread alarms = resources.add(new AlarmThread(deviceName("alarms")));
    serialPort(gic);
    clock(gic, alarms);
    PowerButton powerButton = powerButton(gic, alarms);
    panicRegister();
    paravirtualConsole();
    VirtioBoard.Wires wires = new VirtioBoard.Wires(vm, ram, interrupts, bus, nodes, resources);
    virtioDevices(VirtioBoard.of(spec, wires));
    firmware(ram, interrupts);
    BootPlan plan = planner(vcpus.getFirst()).plan(images);
    plan.load(ram);
    gic.start();
    plan.registers().forEach(vcpus.getFirst()::setRegister);
    AccessEmulator accesses =
        new NoSyndromeEmulator(new GuestAddressTranslation(ram, stage2.ipaBits()), ram)
            .withZeroBlock(hypervisor::zeroBlockBytes);
    Machine.Parts parts =
        new Machine.Parts(
            vcpus, ram, bus.build(), gic, gicReason, accesses, disks, networks, powerButton, stop);
    return new Machine(spec.name(), parts, new Loaded(plan, ram, virtioNames), resources);
  }

  private BootPlanner planner(Vcpu vcpu) {
    Overlays overlays = Overlays.of(resolved.boot().overlays());
    return new BootPlanner(
        resolved,
        hostSide.loader(),
        chosen -> overlays.applyTo(DeviceTree.root(spec, chosen, nodes)),
        Granules.of(vcpu),
        this::askUser,
        notices);
  }

  private long addressSpaceEnd(long ramBytes) {
    return switch (spec.transport()) {
      case MMIO -> GuestLayout.end(ramBytes, spec.cpus());
      case PCI -> GuestLayout.highPcieWindow(ramBytes, spec.cpus()).endExclusive();
    };
  }

  private GuestRam memory(Stage2Config stage2, Arena arena, Vm vm) {
    GuestRam ram = new GuestRam(hypervisor, stage2, arena);
    ram.map(GuestLayout.ram(spec.memory().bytes()), Stage2Attributes.RAM);
    ram.attach(vm);
    return ram;
  }

  private void firmware(GuestRam ram, InterruptSystem interrupts) {
    BootFiles files = resolved.boot();
    if (files.firmware().isPresent()) {
      AcpiBoard acpi = new AcpiBoard(spec, hypervisor.limits(), interrupts, virtioNames.size());
      FirmwareConfig config = new FirmwareConfig(spec.boot(), files, bootDevices, notices);
      nodes.addAll(
          new FirmwareBoard(ram, bus, resources)
              .attach(files.firmware().get(), hostSide.variables(), config.items(acpi.files())));
    }
  }

  private List<Vcpu> vcpus(Vm vm, GuestRam ram) {
    VcpuPlan plan = VcpuPlan.of(spec.cpu(), hypervisor.limits());
    if (plan.has(VcpuFeature.STOLEN_TIME)) {
      ram.map(GuestLayout.STOLEN_TIME, Stage2Attributes.RAM);
    }
    if (plan.has(VcpuFeature.PMU)) {
      nodes.add(DeviceTree.performanceMonitors());
    }
    nodes.add(DeviceTree.timer(spec.cpu().timerFrequency()));
    List<Vcpu> vcpus = new ArrayList<>();
    for (int i = 0; i < spec.cpus(); i++) {
      vcpus.add(vm.createVcpu(plan.config(new VcpuId(i))));
    }
    return vcpus;
  }

  private InterruptSystem interrupts(Vm vm, List<Vcpu> vcpus) {
    GicSelection picked = GicSelection.of(spec.gic(), vm, hypervisor.limits(), spec.cpus());
    gicReason = picked.reason();
    InterruptSystem interrupts = InterruptSystem.create(picked, vm, vcpus);
    resources.add(interrupts.gic());
    interrupts.windows().forEach(window -> bus.attach(window.range(), window.device()));
    nodes.add(interrupts.node());
    return interrupts;
  }

  private void serialPort(InterruptController gic) {
    Pl011 uart = new Pl011(console::serial, gic.levelLine(GuestLayout.PL011_IRQ));
    bus.attach(GuestLayout.PL011, uart);
    nodes.add(Pl011.describe(GuestLayout.PL011, GuestLayout.PL011_IRQ, DeviceTree.CLOCK_PHANDLE));
    connect(ConsoleSpec.Input.PL011, uart);
  }

  private void paravirtualConsole() {
    BvmConsole bvmcons = new BvmConsole(console::serial);
    bus.attach(GuestLayout.BVMCONS, bvmcons);
    nodes.add(BvmConsole.describe(GuestLayout.BVMCONS));
    connect(ConsoleSpec.Input.BVMCONS, bvmcons);
  }

  private void connect(ConsoleSpec.Input input, SerialReceiver device) {
    if (spec.consoleInput() == input) {
      console.connect(resources.add(new SerialInput(device)));
    }
  }

  private void clock(InterruptController gic, AlarmThread alarms) {
    bus.attach(
        GuestLayout.PL031,
        new Pl031(InstantSource.system(), alarms, gic.levelLine(GuestLayout.PL031_IRQ)));
    nodes.add(Pl031.describe(GuestLayout.PL031, GuestLayout.PL031_IRQ, DeviceTree.CLOCK_PHANDLE));
  }

  private PowerButton powerButton(InterruptController gic, AlarmThread alarms) {
    Pl061 gpio = new Pl061(gic.levelLine(GuestLayout.PL061_IRQ));
    bus.attach(GuestLayout.PL061, gpio);
    nodes.add(
        Pl061.describe(
            GuestLayout.PL061,
            GuestLayout.PL061_IRQ,
            DeviceTree.CLOCK_PHANDLE,
            DeviceTree.GPIO_PHANDLE));
    nodes.add(PowerButton.describe(DeviceTree.GPIO_PHANDLE));
    return new PowerButton(gpio, alarms);
  }

  private void panicRegister() {
    bus.attach(GuestLayout.PVPANIC, new Pvpanic(new PanicPolicy(stop)));
    nodes.add(Pvpanic.describe(GuestLayout.PVPANIC));
  }

  private void virtioDevices(VirtioBoard board) {
    for (int i = 0; i < resolved.disks().size(); i++) {
      BlockDevice disk = disk(i);
      disks.add(disk);
      bootDevices.add(plug(board, disk));
    }
    networks(board);
    virtioConsole(board);
    plug(board, new EntropyDevice(deviceName("rng"), EntropyDevice.URANDOM));
  }

  private BootDevice plug(VirtioBoard board, VirtioDevice device) {
    virtioNames.add(device.profile().name());
    return board.plug(device);
  }

  private void virtioConsole(VirtioBoard board) {
    List<PortSettings> others = new ArrayList<>();
    for (PortSpec port : spec.console().ports()) {
      PortOutput output = ports.get(others.size()).output();
      others.add(new PortSettings(port.name(), port.terminal(), output));
    }
    ConsoleDevice device =
        new ConsoleDevice(deviceName("console"), console.output(), size(), others);
    plug(board, device);
    if (spec.consoleInput() == ConsoleSpec.Input.VIRTIO) {
      console.connect(device::send);
    }
    for (int i = 0; i < others.size(); i++) {
      ports.get(i).connect(new VirtioPort(device.port(i + 1)));
    }
    resources.add(ProcessSignal.WINCH.handle(() -> device.resize(size())));
  }

  private void networks(VirtioBoard board) {
    for (int i = 0; i < spec.networks().size(); i++) {
      String name = deviceName("net" + i);
      NetDevice network = hostSide.network(i, name);
      networks.add(network);
      plug(board, network);
    }
  }

  private BlockDevice disk(int index) {
    DiskSpec disk = spec.disks().get(index);
    DiskImage image = resources.add(hostSide.disk(index));
    images.add(image);
    return new BlockDevice(deviceName("disk" + index), image, DiskImages.settings(disk));
  }

  private BootEntry askUser(BootMenu menu) {
    List<BootEntry> entries = menu.entries();
    List<String> titles = entries.stream().map(BootEntry::title).toList();
    return entries.get(
        console.choose(titles, menu.defaultIndex(), () -> stop.reason().isPresent()));
  }

  private ConsoleSize size() {
    var size = console.size();
    return new ConsoleSize(size.columns(), size.rows());
  }

  private String deviceName(String device) {
    return spec.name() + "-" + device;
  }
}
