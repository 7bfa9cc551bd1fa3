package io.jvmm.stage2;

import io.jvmm.vmm.memory.AddressRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The worst processor that walks tables while they change: whatever is valid gets into its TLB at
 * once, and stays there until it is invalidated. What a store may then not do is noted.
 *
 * <p>It does not know which addresses an entry describes, so an invalidation empties all of the
 * TLB; which addresses were named is noted too.
 */
final class CachingProcessor implements TableListener {
  /** S2AP and XN: the only bits that may change while an entry stays valid. */
  private static final long PERMISSIONS = 0b11L << 6 | 0b11L << 53;

  private static final long CONTIGUOUS = 1L << 52;

  private final Map<Long, Long> cached = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private final List<AddressRange> invalidated = new ArrayList<>();
  private int stores;

  List<String> violations() {
    return violations;
  }

  int stores() {
    return stores;
  }

  /** Whether an address was invalidated since this was asked to forget. */
  boolean hasInvalidated(long address) {
    return invalidated.stream().anyMatch(range -> range.contains(address));
  }

  void forgetInvalidations() {
    invalidated.clear();
  }

  @Override
  public void stored(long address, long descriptor) {
    stores++;
    boolean valid = (descriptor & 1) != 0;
    Long old = cached.get(address);
    if (valid && old != null && conflict(old, descriptor)) {
      violations.add("[0x%x]: 0x%x while 0x%x is cached".formatted(address, descriptor, old));
    }
    if (valid) {
      cached.put(address, descriptor);
    }
  }

  @Override
  public void invalidated(AddressRange guest) {
    cached.clear();
    invalidated.add(guest);
  }

  private boolean conflict(long old, long descriptor) {
    long changed = (old ^ descriptor) & ~PERMISSIONS;
    return changed != 0 || (old != descriptor && (old & CONTIGUOUS) != 0);
  }
}
