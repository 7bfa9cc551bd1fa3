package io.jvmm.mmio.pcie;

import io.jvmm.mmio.FakeDevice;
import io.jvmm.vmm.memory.GuestAddress;
import io.jvmm.vmm.mmio.MmioDevice;
import io.jvmm.vmm.pci.PciCapability;
import io.jvmm.vmm.pci.PciFunction;
import io.jvmm.vmm.pci.PciIdentity;
import io.jvmm.vmm.pci.PciInterrupts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A function with 4 KiB of registers and one capability of its own, four stored bytes. */
final class FakeFunction implements PciFunction {
  static final PciIdentity IDENTITY =
      new PciIdentity(0x1234, 0x5678, 0x9a, 0x01_80_02, 0xbcde, 0xf012);

  /** What its registers read as, plus their offset. */
  static final long READS = 0x100;

  private final PciInterrupts interrupts;
  private final FakeDevice registers = new FakeDevice("fake", READS);
  private final StoredCapability capability = new StoredCapability();
  private final List<String> places = new ArrayList<>();

  FakeFunction(PciInterrupts interrupts) {
    this.interrupts = interrupts;
  }

  /** Where its registers were put, one after the other; "nowhere" for the times in between. */
  List<String> places() {
    return places;
  }

  @Override
  public void moved(Optional<GuestAddress> place) {
    places.add(place.map(it -> Long.toHexString(it.value())).orElse("nowhere"));
  }

  /** What was written to its registers. */
  List<String> writes() {
    return registers.writes();
  }

  PciInterrupts interrupts() {
    return interrupts;
  }

  @Override
  public PciIdentity identity() {
    return IDENTITY;
  }

  @Override
  public List<PciCapability> capabilities() {
    return List.of(capability);
  }

  @Override
  public MmioDevice registers() {
    return registers;
  }

  @Override
  public long registersSize() {
    return 0x1000;
  }

  private static final class StoredCapability implements PciCapability {
    private long stored;

    @Override
    public int id() {
      return 0x09;
    }

    @Override
    public int length() {
      return 8;
    }

    @Override
    public long read(int offset, int width) {
      return offset < 4 ? 0 : stored & (-1L >>> (Long.SIZE - width * Byte.SIZE));
    }

    @Override
    public void write(int offset, int width, long value) {
      stored = offset < 4 ? stored : value;
    }
  }
}
