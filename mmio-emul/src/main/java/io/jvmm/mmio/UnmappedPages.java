package io.jvmm.mmio;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Remembers which pages without a device the guest has touched, so that each is reported once. A
 * guest that touches ever new ones gets {@value #LIMIT} reports, and costs no more memory. Safe for
 * use by any thread.
 */
final class UnmappedPages {
  static final int LIMIT = 64;

  private static final int PAGE_SHIFT = 12;

  private final Set<Long> reported = ConcurrentHashMap.newKeySet();
  private final AtomicLong accesses = new AtomicLong();

  /** Counts an access; whether it is to be reported. */
  boolean isNews(long address) {
    accesses.incrementAndGet();
    // Two threads may both pass the check: the set then holds one page more per thread.
    return reported.size() < LIMIT && reported.add(address >>> PAGE_SHIFT);
  }

  /** How many accesses there were. */
  long accesses() {
    return accesses.get();
  }
}
