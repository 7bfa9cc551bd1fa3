package io.jvmm.load;

import io.jvmm.load.payload.Payload;
import io.jvmm.vmm.VcpuRegister;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.error.GuestException;
import io.jvmm.vmm.error.InternalException;
import io.jvmm.vmm.memory.GuestAddress;
import io.jvmm.vmm.memory.GuestMemory;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What goes where in guest memory, and how the boot processor starts. Immutable; its text form is
 * stable and made for people to read and for tests to compare.
 */
public final class BootPlan {
  /** A region and where its bytes come from. */
  record Piece(BootRegion region, Payload payload) {}

  private final GuestAddress entry;
  private final long x0;
  private final GuestAddress deviceTree;
  private final DeviceTreeNode tree;
  private final List<Piece> pieces;

  BootPlan(
      GuestAddress entry,
      long x0,
      GuestAddress deviceTree,
      DeviceTreeNode tree,
      List<Piece> pieces) {
    this.entry = entry;
    this.x0 = x0;
    this.deviceTree = deviceTree;
    this.tree = tree;
    this.pieces =
        pieces.stream().sorted(Comparator.comparing(piece -> piece.region().range())).toList();
  }

  /** The address of the first instruction. */
  public GuestAddress entry() {
    return entry;
  }

  /** Where the device tree starts. */
  public GuestAddress deviceTree() {
    return deviceTree;
  }

  /** The device tree that is there. */
  public DeviceTreeNode tree() {
    return tree;
  }

  /**
   * The registers that the boot processor starts with (Linux, Documentation/arch/arm64/booting.rst,
   * "Call the kernel image"); the others do not matter. X0 is the device tree's address, but for a
   * FreeBSD kernel, which gets the virtual address of its metadata.
   */
  public Map<VcpuRegister, Long> registers() {
    Map<VcpuRegister, Long> registers = new EnumMap<>(VcpuRegister.class);
    registers.put(VcpuRegister.PC, entry.value());
    registers.put(VcpuRegister.X0, x0);
    registers.put(VcpuRegister.X1, 0L);
    registers.put(VcpuRegister.X2, 0L);
    registers.put(VcpuRegister.X3, 0L);
    return Collections.unmodifiableMap(registers);
  }

  /** What is filled, by ascending address; no two overlap. */
  public List<BootRegion> regions() {
    return pieces.stream().map(Piece::region).toList();
  }

  /**
   * Fills guest memory. Memory that no region covers is left as it is, and so is what a region has
   * beyond its content: both are zero in a new machine.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if a file is damaged, or is no longer the one
   *     that was planned with
   * @throws io.jvmm.vmm.error.HostException if a file cannot be read any more
   */
  public void load(GuestMemory memory) {
    for (Piece piece : pieces) {
      try {
        piece.payload().copyTo(memory, piece.region().range());
      } catch (GuestException e) {
        throw new InternalException(
            piece.region().name() + " was planned where the guest has no memory", e);
      }
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("entry   ").append(entry).append('\n');
    text.append("x0      0x").append(Long.toHexString(x0)).append('\n');
    for (BootRegion region : regions()) {
      text.append("region  ").append(region.range()).append("  ").append(region.name());
      text.append(": ").append(region.content()).append('\n');
    }
    return text.toString();
  }
}
