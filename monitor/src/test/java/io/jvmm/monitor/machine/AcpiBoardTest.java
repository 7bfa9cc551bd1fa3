package io.jvmm.monitor.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.load.acpi.testkit.AmlReader;
import io.jvmm.load.acpi.testkit.LoaderFirmware;
import io.jvmm.vgic.GicSelection.Model;
import io.jvmm.vmm.HypervisorLimits;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.irq.EdgeIrq;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.InterruptController;
import io.jvmm.vmm.irq.LevelIrq;
import io.jvmm.vmm.irq.MessageTarget;
import io.jvmm.vmm.spec.BootSpec;
import io.jvmm.vmm.spec.ConsoleSpec;
import io.jvmm.vmm.spec.CpuSpec;
import io.jvmm.vmm.spec.FileReference.HostPath;
import io.jvmm.vmm.spec.FirmwareSpec;
import io.jvmm.vmm.spec.GicChoice;
import io.jvmm.vmm.spec.MemorySize;
import io.jvmm.vmm.spec.TransportChoice;
import io.jvmm.vmm.spec.VmSpec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AcpiBoardTest {
  private static final HypervisorLimits LIMITS = new HypervisorLimits(512, 40, 32, 4096, true);
  private static final MessageTarget MESSAGES = _ -> {};
  private static final int HEADER_SIZE = 36;

  /** Only asked whether it takes messages. */
  private record FakeGic(Optional<MessageTarget> messages) implements InterruptController {
    @Override
    public LevelIrq levelLine(IntId spi) {
      throw new AssertionError("tables need no lines");
    }

    @Override
    public EdgeIrq edgeLine(IntId spi) {
      throw new AssertionError("tables need no lines");
    }

    @Override
    public String description() {
      return "fake";
    }

    @Override
    public DeviceTreeNode describe(int phandle) {
      throw new AssertionError("tables need no device tree");
    }

    @Override
    public void start() {}

    @Override
    public void close() {}
  }

  private static VmSpec machine(int cpus, TransportChoice transport, boolean acpi) {
    FirmwareSpec firmware =
        new FirmwareSpec(new HostPath("code.fd"), Optional.empty(), Optional.empty(), acpi);
    BootSpec boot =
        new BootSpec(
            Optional.empty(),
            List.of(),
            "",
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(firmware),
            List.of());
    return new VmSpec(
        "test",
        cpus,
        CpuSpec.automatic(),
        MemorySize.parse("1GiB"),
        GicChoice.AUTO,
        transport,
        boot,
        List.of(),
        List.of(),
        new ConsoleSpec(ConsoleSpec.Input.VIRTIO, Optional.empty()));
  }

  private static AcpiBoard board(VmSpec spec, Model model, boolean its, int virtioSlots) {
    Optional<MessageTarget> target = its ? Optional.of(MESSAGES) : Optional.empty();
    InterruptSystem interrupts =
        new InterruptSystem(
            model,
            new FakeGic(target),
            MESSAGES,
            List.of(),
            DeviceTreeNode.named("interrupt-controller").build());
    return new AcpiBoard(spec, LIMITS, interrupts, virtioSlots);
  }

  private static ByteBuffer table(AcpiBoard board, String signature) {
    return new LoaderFirmware(board.files(), GuestLayout.RAM_START.value()).table(signature);
  }

  private static String devices(AcpiBoard board) {
    ByteBuffer dsdt = table(board, "DSDT");
    return AmlReader.text(dsdt.slice(HEADER_SIZE, dsdt.capacity() - HEADER_SIZE));
  }

  /** The types of the MADT's parts, in their order. */
  private static List<Integer> interruptParts(AcpiBoard board) {
    ByteBuffer madt = table(board, "APIC");
    return IntStream.iterate(44, at -> at < madt.capacity(), at -> at + madt.get(at + 1))
        .mapToObj(at -> (int) madt.get(at))
        .toList();
  }

  @Test
  void aMachineThatIsNotToHaveTablesHasNoFiles() {
    VmSpec spec = machine(1, TransportChoice.MMIO, false);

    assertThat(board(spec, Model.KERNEL_V3, true, 3).files()).isEmpty();
  }

  @Test
  void everyVirtioSlotThatIsInUseIsADevice() {
    VmSpec spec = machine(1, TransportChoice.MMIO, true);

    assertThat(devices(board(spec, Model.KERNEL_V3, true, 3)))
        .contains("[memory 1 0xa000400 0x200, interrupt 1 1 50]")
        .doesNotContain("Device V003", "PCI0");
  }

  @Test
  void pciHasItsWindowAboveAllElse() {
    VmSpec spec = machine(1, TransportChoice.PCI, true);

    assertThat(devices(board(spec, Model.KERNEL_V3, true, 0)))
        .contains("0x0+0x100000000 to 0x17fffffff");
  }

  @Test
  void messagesGoToWhatTheMachineHas() {
    VmSpec spec = machine(2, TransportChoice.PCI, true);

    assertThat(interruptParts(board(spec, Model.KERNEL_V3, true, 0)))
        .containsExactly(0x0c, 0x0b, 0x0b, 0x0e, 0x0f);
    assertThat(interruptParts(board(spec, Model.KERNEL_V3, false, 0)))
        .containsExactly(0x0c, 0x0b, 0x0b, 0x0e, 0x0d);
    assertThat(interruptParts(board(spec, Model.KERNEL_V2, false, 0)))
        .containsExactly(0x0c, 0x0b, 0x0b, 0x0d);
    assertThat(interruptParts(board(spec, Model.EMULATED_V2, false, 0)))
        .containsExactly(0x0c, 0x0b, 0x0b, 0x0d);
  }
}
