package io.jvmm.load.acpi;

import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.memory.AddressRange;
import java.util.List;
import java.util.Optional;

/**
 * A machine as its ACPI tables describe it. Memory is not part of it, nor is the clock: firmware
 * tells of both.
 *
 * @param processors the affinity fields of each one's MPIDR_EL1, the boot processor first
 * @param gic the interrupt controller
 * @param timers the processors' timers
 * @param performanceMonitors the interrupt of each processor's performance monitors, if it has any
 * @param serialPort a PL011
 * @param powerButton the power button
 * @param panicRegister where a guest reports its panic: QEMU's pvpanic
 * @param firmwareConfiguration QEMU's fw_cfg
 * @param virtioDevices what has virtio-mmio registers, in the order that the guest numbers them
 * @param pcie the PCI Express root, if there is one
 */
public record AcpiMachine(
    List<Long> processors,
    Gic gic,
    Timers timers,
    Optional<IntId> performanceMonitors,
    Peripheral serialPort,
    PowerButton powerButton,
    AddressRange panicRegister,
    AddressRange firmwareConfiguration,
    List<Peripheral> virtioDevices,
    Optional<PcieRoot> pcie) {
  /** Devices are numbered with three hexadecimal digits. */
  private static final int MAX_NUMBERED = 0x1000;

  /** Copies the lists, and refuses a machine of no processors, or of too many. */
  public AcpiMachine {
    processors = List.copyOf(processors);
    virtioDevices = List.copyOf(virtioDevices);
    int most = Math.min(MAX_NUMBERED, gic.maxProcessors());
    if (processors.isEmpty() || processors.size() > most) {
      throw new IllegalArgumentException(
          "tables for 1 to %d processors are possible, not for %d"
              .formatted(most, processors.size()));
    }
  }

  /**
   * A device of one window of registers below 4 GiB, and one interrupt.
   *
   * @param window where it is
   * @param interrupt level-sensitive, active high
   */
  public record Peripheral(AddressRange window, IntId interrupt) {}

  /**
   * The interrupts of each processor's timers: level-sensitive, active high.
   *
   * @param secure the secure physical timer's, at EL1
   * @param physical the non-secure physical timer's, at EL1
   * @param virtual the virtual timer's, at EL1
   * @param hypervisor the physical timer's, at EL2
   */
  public record Timers(IntId secure, IntId physical, IntId virtual, IntId hypervisor) {}

  /**
   * A button that makes a line high for as long as it is pressed.
   *
   * @param lines the PL061 that the line belongs to
   * @param line 0 to 7
   */
  public record PowerButton(Peripheral lines, int line) {}

  /**
   * A PCI Express root with all of its devices on bus 0. PCI addresses are the guest's physical
   * ones; functions see memory as the processors' caches do.
   *
   * @param configuration its configuration space (ECAM), 1 MiB for each bus
   * @param windows where base address registers can point to
   * @param interrupts the four lines of INTx: pin <i>p</i> of device <i>d</i> has number <i>d</i> +
   *     <i>p</i>, modulo 4, both counted from 0
   */
  public record PcieRoot(
      AddressRange configuration, List<AddressRange> windows, List<IntId> interrupts) {
    /** How many pins a device has. */
    public static final int PINS = 4;

    private static final long BUS = 1 << 20;

    /** Copies the lists, and refuses part of a bus and another number of lines. */
    public PcieRoot {
      windows = List.copyOf(windows);
      interrupts = List.copyOf(interrupts);
      if (configuration.size() % BUS != 0 || interrupts.size() != PINS) {
        throw new IllegalArgumentException(
            "no PCI root with %s and the interrupts %s".formatted(configuration, interrupts));
      }
    }

    /** How many buses the configuration space has room for. */
    int buses() {
      return (int) (configuration.size() / BUS);
    }
  }
}
