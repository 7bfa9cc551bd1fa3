package io.jvmm.it.nested;

import io.jvmm.it.guest.A64;
import io.jvmm.monitor.machine.GuestLayout;
import io.jvmm.vgic.GicAddresses;
import io.jvmm.vgic.GicConfig;
import io.jvmm.vgic.ItsPlacement;
import io.jvmm.vgic.KernelGicV3;
import io.jvmm.vgic.v3.GicV3Attributes;
import io.jvmm.vgic.v3.GicV3Config;
import io.jvmm.vmm.Hypervisor;
import io.jvmm.vmm.KernelDevice;
import io.jvmm.vmm.MemorySlot;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuConfig;
import io.jvmm.vmm.VcpuExit;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.VcpuRegister;
import io.jvmm.vmm.Vm;
import io.jvmm.vmm.memory.AddressRange;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** vCPUs, KVM's GICv3 and a little memory: no devices, and no monitor around them. */
public final class GicMachine implements AutoCloseable {
  /** Where a program stores what it wants to be read after it has stopped. */
  public static final long RESULTS = 0x4080_0000L;

  private static final AddressRange RAM = AddressRange.of(0x4000_0000L, 0x400_0000);
  private static final int IPA_BITS = 40;
  private static final long REDISTRIBUTOR = 0x2_0000;

  private final Arena arena = Arena.ofShared();
  private final Hypervisor hypervisor = TestMachine.kvm().open();
  private final Vm vm = hypervisor.createVm(IPA_BITS);
  private final List<Vcpu> vcpus = new ArrayList<>();
  private final List<KernelDevice> devices = new ArrayList<>();
  private final MemorySegment memory;
  private final KernelGicV3 gic;

  /** A machine with redistributors in as many regions as the configuration says. */
  public GicMachine(GicV3Config config) {
    this(config, Optional.empty());
  }

  /** The same with an ITS. */
  public static GicMachine withIts(GicV3Config config) {
    return new GicMachine(config, Optional.of(new ItsPlacement(GuestLayout.ITS.start(), 2)));
  }

  private GicMachine(GicV3Config config, Optional<ItsPlacement> its) {
    memory = hypervisor.reserveMemory(RAM.size(), arena);
    vm.mapSlot(new MemorySlot(0, RAM, memory, MemorySlot.Access.READ_WRITE));
    for (int i = 0; i < config.vcpus(); i++) {
      vcpus.add(vm.createVcpu(new VcpuConfig(new VcpuId(i), i > 0)));
    }
    gic = KernelGicV3.create(watched(), layout(config, its));
    gic.start();
  }

  /** Only the GIC's driver knows its device, so the device is taken where it is made. */
  private Vm watched() {
    return (Vm)
        Proxy.newProxyInstance(
            Vm.class.getClassLoader(),
            new Class<?>[] {Vm.class},
            (_, method, arguments) -> {
              try {
                Object result = method.invoke(vm, arguments);
                if (result instanceof KernelDevice device) {
                  devices.add(device);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static GicConfig layout(GicV3Config config, Optional<ItsPlacement> its) {
    List<AddressRange> regions = new ArrayList<>();
    long start = GuestLayout.redistributors(config.vcpus()).getFirst().start().value();
    for (int count : config.regions()) {
      regions.add(AddressRange.of(start, count * REDISTRIBUTOR));
      start = 0x40_0000_0000L;
    }
    GicAddresses addresses =
        new GicAddresses(
            GuestLayout.GIC_DISTRIBUTOR.start(), GuestLayout.GIC_CPU_INTERFACE.start(), regions);
    return new GicConfig(config.vcpus(), config.interrupts() - 32, addresses, its);
  }

  public KernelGicV3 gic() {
    return gic;
  }

  /** Takes over another machine's memory. */
  public void copyMemoryOf(GicMachine other) {
    memory.copyFrom(other.memory);
  }

  GicV3Attributes attributes() {
    return new GicV3Attributes(devices.getFirst());
  }

  /** Runs a program on the first vCPU until it powers the machine off. */
  public VcpuExit run(A64 program) {
    MemorySegment.copy(
        MemorySegment.ofArray(program.bytes()), 0, memory, 0, program.bytes().length);
    Vcpu first = vcpus.getFirst();
    first.setRegister(VcpuRegister.PC, RAM.start().value());
    return first.run();
  }

  /** Goes on with the program after an exit. */
  public VcpuExit resume() {
    return vcpus.getFirst().run();
  }

  /** The program's results. */
  public long result(int index) {
    return memory.get(
        ValueLayout.JAVA_LONG, RESULTS - RAM.start().value() + index * (long) Long.BYTES);
  }

  @Override
  public void close() {
    vm.close();
    hypervisor.close();
    arena.close();
  }
}
