package io.jvmm.stage2;

import io.jvmm.stage2.Stage2Attributes.Permissions;
import io.jvmm.vmm.HypervisorLimits;
import io.jvmm.vmm.MemorySlot;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.memory.AddressRange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The memory slots that make a hypervisor map what the tables map: as few as there can be, since an
 * {@link Extent} is as long as it can be. Read-only memory becomes read-only slots. What a slot
 * cannot say stays without one, so that each access exits: memory that permits no loads, and the
 * part of an extent that is less than a page of the host's. Memory type and execute-never are for
 * the software that walks the tables: KVM gives every slot its own.
 */
record SlotPlan(List<MemorySlot> slots) {
  static final SlotPlan EMPTY = new SlotPlan(List.of());

  SlotPlan {
    slots = List.copyOf(slots);
  }

  /**
   * The plan for a new map. Slots that stay as they are keep their numbers, and need not be
   * touched.
   *
   * @param logWrites whether the hypervisor is to record which pages of writable slots are written
   * @throws HostException if the host has too few slots
   */
  SlotPlan next(MemoryMap map, HypervisorLimits limits, boolean logWrites) {
    MemorySlot.Access writable =
        logWrites ? MemorySlot.Access.DIRTY_LOGGED : MemorySlot.Access.READ_WRITE;
    List<MemorySlot> wanted = new ArrayList<>();
    for (Extent extent : map.extents()) {
      slotFor(extent, limits.pageSize(), writable).ifPresent(wanted::add);
    }
    if (wanted.size() > limits.maxMemorySlots()) {
      throw new HostException(
          ("guest memory in %d pieces needs as many memory slots, and the host's hypervisor"
                  + " has %d (KVM_CAP_NR_MEMSLOTS)")
              .formatted(wanted.size(), limits.maxMemorySlots()));
    }
    return new SlotPlan(numbered(wanted));
  }

  /** The slots of this plan that {@code other} has not got, or has got otherwise. */
  List<MemorySlot> without(SlotPlan other) {
    return slots.stream().filter(slot -> !other.slots.contains(slot)).toList();
  }

  /** The slot of an extent, without its number yet. */
  private static Optional<MemorySlot> slotFor(
      Extent extent, long pageSize, MemorySlot.Access writable) {
    long start = extent.guest().start().value() + pageSize - 1 & -pageSize;
    long end = extent.guest().endExclusive() & -pageSize;
    if (!extent.permissions().allow(Stage2Access.READ) || start >= end) {
      return Optional.empty();
    }
    MemorySlot.Access access =
        extent.permissions() == Permissions.READ_WRITE ? writable : MemorySlot.Access.READ_ONLY;
    AddressRange guest = AddressRange.of(start, end - start);
    return Optional.of(new MemorySlot(0, guest, extent.slice(start, end - start), access));
  }

  private List<MemorySlot> numbered(List<MemorySlot> wanted) {
    BitSet taken = new BitSet();
    for (MemorySlot slot : wanted) {
      unchanged(slot).ifPresent(same -> taken.set(same.index()));
    }
    List<MemorySlot> numbered = new ArrayList<>();
    for (MemorySlot slot : wanted) {
      numbered.add(unchanged(slot).orElseGet(() -> withFreeIndex(slot, taken)));
    }
    return numbered;
  }

  private static MemorySlot withFreeIndex(MemorySlot slot, BitSet taken) {
    int index = taken.nextClearBit(0);
    taken.set(index);
    return new MemorySlot(index, slot.guest(), slot.host(), slot.access());
  }

  /** This plan's slot that says the same, but for its number. */
  private Optional<MemorySlot> unchanged(MemorySlot wanted) {
    return slots.stream()
        .filter(slot -> slot.guest().equals(wanted.guest()))
        .filter(slot -> slot.host().equals(wanted.host()) && slot.access() == wanted.access())
        .findAny();
  }
}
