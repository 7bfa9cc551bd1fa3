package io.jvmm.kvm;

import io.jvmm.linux.libc.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import java.util.Set;

/** Which of the host's CPUs a thread may run on. */
final class HostAffinity {
  private static final int CALLING_THREAD = 0;

  private HostAffinity() {}

  /**
   * Ties the calling thread to some of the host's CPUs.
   *
   * @param hostCpus their numbers; none leaves the thread where it is
   * @throws io.jvmm.vmm.error.HostException if it may run on none of them
   */
  static void pinCallingThread(Set<Integer> hostCpus) {
    if (hostCpus.isEmpty()) {
      return;
    }
    BitSet mask = new BitSet();
    hostCpus.forEach(mask::set);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment words = arena.allocateFrom(ValueLayout.JAVA_LONG, mask.toLongArray());
      int result = Libc.schedSetaffinity(CALLING_THREAD, words);
      if (result < 0) {
        throw KvmDiagnosis.failed("sched_setaffinity", "host CPUs " + mask, result);
      }
    }
  }
}
