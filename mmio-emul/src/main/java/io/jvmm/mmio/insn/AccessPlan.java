package io.jvmm.mmio.insn;

import io.jvmm.mmio.insn.LoadStore.Direction;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.error.GuestException;
import io.jvmm.vmm.memory.AddressTranslation;
import io.jvmm.vmm.memory.GuestMemory;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a load or store into accesses by ascending address, and finds out where each one goes,
 * before any is made. A datum is one access; one of 16 bytes is two of 8, and one that is not
 * aligned is single bytes, as the architecture sees it (Arm ARM, B2.2.1).
 */
final class AccessPlan {
  private static final long PAGE = 4096; // the smallest of the stage-1 granules

  private final Vcpu vcpu;
  private final AddressTranslation translation;
  private final GuestMemory memory;
  private final List<Step> steps = new ArrayList<>();
  private long knownPage = -1; // no page starts there
  private long knownPhysical;

  AccessPlan(Vcpu vcpu, AddressTranslation translation, GuestMemory memory) {
    this.vcpu = vcpu;
    this.translation = translation;
    this.memory = memory;
  }

  /**
   * The accesses of an instruction.
   *
   * @param address virtual
   * @param trapped the guest-physical address that trapped: no memory is in its page
   * @throws GuestException if the guest has not mapped all of it, or if it does not access the
   *     address that trapped
   */
  List<Step> of(LoadStore instruction, long address, long trapped) {
    long at = address;
    for (Transfer transfer : instruction.transfers()) {
      int size = accessSize(at, transfer.bytes());
      for (int part = 0; part < transfer.bytes(); part += size) {
        steps.add(step(physical(at + part), size, trapped, instruction.direction()));
      }
      at += transfer.bytes();
    }
    if (steps.stream().noneMatch(step -> step.covers(trapped))) {
      throw new GuestException("it does not access the address that trapped");
    }
    return steps;
  }

  private static int accessSize(long address, int bytes) {
    int widest = Math.min(bytes, Long.BYTES);
    return (address & (widest - 1)) == 0 ? widest : 1;
  }

  private long physical(long address) {
    long page = address & -PAGE;
    if (page != knownPage) {
      knownPhysical = translate(page);
      knownPage = page;
    }
    return knownPhysical + (address - page);
  }

  private long translate(long page) {
    return translation
        .toGuestPhysical(vcpu, page)
        .orElseThrow(() -> new GuestException("the guest does not map 0x%x".formatted(page)));
  }

  private Step step(long physical, int bytes, long trapped, Direction direction) {
    if ((physical ^ trapped) >>> 12 == 0) {
      return new Step.ToBus(physical, bytes);
    }
    try {
      MemorySegment ram =
          switch (direction) {
            case LOAD -> memory.readable(physical, bytes);
            case STORE -> memory.writable(physical, bytes);
          };
      return new Step.ToRam(physical, ram);
    } catch (GuestException _) {
      return new Step.ToBus(physical, bytes);
    }
  }
}
