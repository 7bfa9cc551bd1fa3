package io.jvmm.mmio.pcie;

import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestAddress;
import io.jvmm.vmm.mmio.MmioDevice;
import io.jvmm.vmm.pci.PciCapability;
import io.jvmm.vmm.pci.PciFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A function in its place on the bus: its configuration space, and where the guest has put what is
 * behind its base address registers. Used by one thread at a time.
 */
final class Slot {
  /** The base address register of the function's own registers. */
  static final int REGISTERS = 0;

  /** The base address register of the MSI-X table. */
  static final int MSIX = 2;

  private static final int INTERRUPT_STATUS = 1 << 3;

  /**
   * Addresses that go to a device.
   *
   * @param start the first, unsigned
   * @param size how many
   */
  record Route(long start, long size, MmioDevice device) {
    boolean contains(long address, int width) {
      long offset = address - start;
      return Long.compareUnsigned(offset, size - width) <= 0;
    }
  }

  private final PciFunction function;
  private final ConfigurationHeader header;
  private final CapabilityList capabilities;
  private final MsixCapability msix;
  private final FunctionInterrupts interrupts;
  private final List<BaseAddress> bases;
  private Optional<GuestAddress> registers = Optional.empty(); // as the function has been told
  private Optional<GuestAddress> next = Optional.empty(); // as it will be

  Slot(PciFunction function, MsixTable table, FunctionInterrupts interrupts) {
    this.function = function;
    this.interrupts = interrupts;
    this.msix = new MsixCapability(table, MSIX);
    List<PciCapability> all = new ArrayList<>(List.of(msix));
    all.addAll(function.capabilities());
    this.capabilities = new CapabilityList(all);
    this.bases =
        List.of(
            new BaseAddress(REGISTERS, true, function.registersSize(), function.registers()),
            new BaseAddress(MSIX, false, table.size(), table));
    this.header = new ConfigurationHeader(function.identity());
    bases.forEach(header::add);
  }

  long read(int offset, int width) {
    if (offset >= ConfigurationHeader.SIZE) {
      return capabilities.read(offset, width);
    }
    return header.read(offset, width) | status(offset, width);
  }

  /** The one bit of the header that is neither constant nor the guest's, in an access's place. */
  private long status(int offset, int width) {
    int within = ConfigurationRegister.STATUS.offset() - offset;
    boolean touched = within >= 0 && within < width;
    return touched && interrupts.isAsserted() ? (long) INTERRUPT_STATUS << (within * Byte.SIZE) : 0;
  }

  void write(int offset, int width, long value) {
    if (offset >= ConfigurationHeader.SIZE) {
      capabilities.write(offset, width, value);
    } else {
      header.write(offset, width, value);
    }
    interrupts.configure(msix, header);
  }

  /**
   * Finds out where the function's registers are, and tells it to leave where they were, if that is
   * elsewhere.
   *
   * @param windows through which they are reached: the guest may point a register anywhere
   * @param taken where other functions' are, which is no place for them; gets theirs
   */
  void leave(List<AddressRange> windows, List<AddressRange> taken) {
    long size = bases.getFirst().size();
    next =
        place(bases.getFirst(), windows)
            .filter(place -> taken.stream().noneMatch(new AddressRange(place, size)::overlaps));
    next.ifPresent(place -> taken.add(new AddressRange(place, size)));
    if (!next.equals(registers) && registers.isPresent()) {
      registers = Optional.empty();
      function.moved(registers);
    }
  }

  /** Tells the function where its registers are now, once all that moved have left. */
  void arrive() {
    if (!next.equals(registers)) {
      registers = next;
      function.moved(registers);
    }
  }

  private Optional<GuestAddress> place(BaseAddress base, List<AddressRange> windows) {
    long address = header.address(base);
    boolean reached =
        header.memoryEnabled()
            && windows.stream().anyMatch(it -> it.contains(address, base.size()));
    return reached ? Optional.of(new GuestAddress(address)) : Optional.empty();
  }

  /** Where its devices are now; nowhere unless the guest has enabled memory space. */
  List<Route> routes() {
    if (!header.memoryEnabled()) {
      return List.of();
    }
    return bases.stream()
        .map(base -> new Route(header.address(base), base.size(), base.device()))
        .toList();
  }
}
