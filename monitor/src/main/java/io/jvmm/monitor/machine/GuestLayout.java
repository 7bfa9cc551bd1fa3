package io.jvmm.monitor.machine;

import io.jvmm.mmio.fwcfg.FwCfg;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestAddress;
import java.util.List;

/**
 * Where things are in guest-physical space. The map is that of QEMU's {@code virt} board, so that
 * firmware, bare-metal programs and kernels made for that board run here unchanged; each region
 * derives from its neighbour's constant where they touch.
 *
 * <pre>
 *   0x0000_0000  +-----------------------+
 *                | flash, code   64 MiB  |  where there is firmware, and memory while it is read
 *   0x0400_0000  +-----------------------+
 *                | flash, variables      |
 *   0x0800_0000  +-----------------------+
 *                | GICD          64 KiB  |
 *   0x0801_0000  +-----------------------+
 *                | GICC (v2)     64 KiB  |
 *   0x0802_0000  +-----------------------+
 *                | GICv2m frame   4 KiB  |  SPI 48 to 111, where there is no ITS
 *   0x0808_0000  +-----------------------+
 *                | ITS          128 KiB  |
 *   0x080a_0000  +-----------------------+
 *                | GICR  128 KiB a vCPU  |
 *   0x0900_0000  +-----------------------+
 *                | PL011          4 KiB  |  SPI 1
 *   0x0901_0000  +-----------------------+
 *                | PL031          4 KiB  |  SPI 2
 *   0x0902_0000  +-----------------------+
 *                | fw_cfg      24 bytes  |  where there is firmware
 *   0x0903_0000  +-----------------------+
 *                | PL061          4 KiB  |  SPI 7
 *   0x090a_0000  +-----------------------+
 *                | stolen time   64 KiB  |  memory, 64 B a vCPU
 *   0x0980_0000  +-----------------------+
 *                | pvpanic      2 bytes  |  not on the virt board
 *   0x0981_0000  +-----------------------+
 *                | bvmcons        4 KiB  |  not on the virt board
 *   0x0a00_0000  +-----------------------+
 *                | virtio-mmio 32 x 512  |  SPI 16 + slot
 *   0x1000_0000  +-----------------------+
 *                | PCIe memory           |  SPI 3 to 6
 *   0x3f00_0000  +-----------------------+
 *                | PCIe ECAM     16 MiB  |
 *   0x4000_0000  +-----------------------+
 *                | RAM                   |
 *                .                       .
 *   0x40_0000_0000 ----------------------+
 *                | GICR, second region   |  vCPU 123 and up
 *                .                       .
 *   above all of it ---------------------+  at 4 GiB or more
 *                | PCIe memory    2 GiB  |
 * </pre>
 */
public final class GuestLayout {
  /** The bank of flash that firmware runs from. */
  public static final AddressRange FLASH_CODE = AddressRange.of(0, 64 << 20);

  /** The bank of flash where firmware keeps its variables. */
  public static final AddressRange FLASH_VARIABLES =
      AddressRange.of(FLASH_CODE.endExclusive(), FLASH_CODE.size());

  /** The GIC's distributor. */
  public static final AddressRange GIC_DISTRIBUTOR = AddressRange.of(0x0800_0000, 0x1_0000);

  /** The CPU interface of a GICv2. */
  public static final AddressRange GIC_CPU_INTERFACE =
      AddressRange.of(GIC_DISTRIBUTOR.endExclusive(), 0x1_0000);

  /** The frame that turns messages into SPIs, where there is no ITS. */
  public static final AddressRange MSI_FRAME =
      AddressRange.of(GIC_CPU_INTERFACE.endExclusive(), 0x1000);

  /** The frame's first interrupt; those of the virtio-mmio slots end below it. */
  public static final IntId MSI_FRAME_FIRST_IRQ = IntId.spi(48);

  /** How many interrupts the frame has. */
  public static final int MSI_FRAME_IRQS = 64;

  /** The interrupt translation service of a GICv3. */
  public static final AddressRange ITS = AddressRange.of(0x0808_0000, 0x2_0000);

  /** The serial port. */
  public static final AddressRange PL011 = AddressRange.of(0x0900_0000, 0x1000);

  /** The serial port's interrupt. */
  public static final IntId PL011_IRQ = IntId.spi(1);

  /** The real-time clock. */
  public static final AddressRange PL031 = AddressRange.of(0x0901_0000, 0x1000);

  /** The real-time clock's interrupt. */
  public static final IntId PL031_IRQ = IntId.spi(2);

  /** What tells firmware of the machine. */
  public static final AddressRange FW_CFG = AddressRange.of(0x0902_0000, FwCfg.WINDOW_SIZE);

  /** The general-purpose lines, with the power button. */
  public static final AddressRange PL061 = AddressRange.of(0x0903_0000, 0x1000);

  /** The general-purpose lines' interrupt. */
  public static final IntId PL061_IRQ = IntId.spi(7);

  /** Memory where the back end tells each vCPU its stolen time; no part of the RAM. */
  public static final AddressRange STOLEN_TIME = AddressRange.of(0x090a_0000, 0x1_0000);

  /**
   * Where a guest reports its panic. The {@code virt} board has nothing between 0x090d_0000 and its
   * virtio slots; devices of our own are from here on.
   */
  public static final AddressRange PVPANIC = AddressRange.of(0x0980_0000, 2);

  /** The paravirtual console of one register. */
  public static final AddressRange BVMCONS = AddressRange.of(0x0981_0000, 0x1000);

  /** How many virtio-mmio slots there are. */
  public static final int VIRTIO_SLOTS = 32;

  /** PCI Express configuration space: 16 buses. */
  public static final AddressRange PCIE_ECAM = AddressRange.of(0x3f00_0000, 0x100_0000);

  /** Where 32-bit base address registers of PCI functions point to. */
  public static final AddressRange PCIE_WINDOW = AddressRange.of(0x1000_0000, 0x2eff_0000);

  /** The first of four interrupts that PCI functions share. */
  public static final IntId PCIE_FIRST_IRQ = IntId.spi(3);

  /** Where RAM starts. */
  public static final GuestAddress RAM_START = new GuestAddress(0x4000_0000);

  /** How many shared peripheral interrupts the GIC has; a multiple of 32. */
  public static final int SPIS = 224;

  private static final long REDISTRIBUTOR_SIZE = 0x2_0000;
  private static final AddressRange LOW_REDISTRIBUTORS =
      AddressRange.of(ITS.endExclusive(), PL011.start().value() - ITS.endExclusive());
  private static final long HIGH_REDISTRIBUTORS = 0x40_0000_0000L;
  private static final long VIRTIO_START = 0x0a00_0000;
  private static final int VIRTIO_SIZE = 0x200;
  private static final int FIRST_VIRTIO_SPI = 16;
  // Linux warns of 4 GiB and more that are not prefetchable.
  private static final long HIGH_PCIE_WINDOW_SIZE = 2L << 30;
  private static final long HIGH_PCIE_WINDOW_LEAST = 4L << 30;
  private static final long HIGH_PCIE_WINDOW_ALIGNMENT = 1L << 30;
  private static final int STOLEN_TIME_SIZE = 64; // Arm DEN 0057, PV_TIME_ST

  private GuestLayout() {}

  /** RAM of a size. */
  public static AddressRange ram(long bytes) {
    return new AddressRange(RAM_START, bytes);
  }

  /** The most RAM: what lies below the second region of redistributors. */
  public static long maxRam() {
    return HIGH_REDISTRIBUTORS - RAM_START.value();
  }

  /** The window of a virtio-mmio slot, 0 to {@value #VIRTIO_SLOTS} - 1. */
  public static AddressRange virtio(int slot) {
    return AddressRange.of(VIRTIO_START + (long) slot * VIRTIO_SIZE, VIRTIO_SIZE);
  }

  /** The interrupt of a virtio-mmio slot. */
  public static IntId virtioIrq(int slot) {
    return IntId.spi(FIRST_VIRTIO_SPI + slot);
  }

  /** Where a vCPU finds its stolen-time structure. */
  public static GuestAddress stolenTime(VcpuId vcpu) {
    return STOLEN_TIME.start().plus((long) vcpu.value() * STOLEN_TIME_SIZE);
  }

  /** The regions that hold the redistributors of so many vCPUs, and nothing else. */
  public static List<AddressRange> redistributors(int vcpus) {
    long low = LOW_REDISTRIBUTORS.size() / REDISTRIBUTOR_SIZE;
    return vcpus <= low
        ? List.of(new AddressRange(LOW_REDISTRIBUTORS.start(), vcpus * REDISTRIBUTOR_SIZE))
        : List.of(
            LOW_REDISTRIBUTORS,
            AddressRange.of(HIGH_REDISTRIBUTORS, (vcpus - low) * REDISTRIBUTOR_SIZE));
  }

  /**
   * The end of the highest thing in the space of a machine with so much RAM and so many vCPUs, but
   * for PCI Express, which not every machine has.
   */
  public static long end(long ramBytes, int vcpus) {
    long ramEnd = ram(ramBytes).endExclusive();
    return Math.max(ramEnd, redistributors(vcpus).getLast().endExclusive());
  }

  /** Where 64-bit base address registers of PCI functions point to: above everything else. */
  public static AddressRange highPcieWindow(long ramBytes, int vcpus) {
    long start = Math.max(end(ramBytes, vcpus), HIGH_PCIE_WINDOW_LEAST);
    return new AddressRange(
        new GuestAddress(start).alignUp(HIGH_PCIE_WINDOW_ALIGNMENT), HIGH_PCIE_WINDOW_SIZE);
  }
}
