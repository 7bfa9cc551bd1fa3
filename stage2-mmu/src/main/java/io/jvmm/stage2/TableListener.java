package io.jvmm.stage2;

import io.jvmm.vmm.memory.AddressRange;

/**
 * Follows the changes of tables in the order that a processor which walks them at the same time
 * must see them in. An entry that changes more than its permissions is made invalid first, copies
 * of it in TLBs are made to go, and only then it gets its new value (Arm ARM, "Using
 * break-before-make when updating translation table entries").
 */
public interface TableListener {
  /** Nobody walks the tables meanwhile. */
  TableListener NONE =
      new TableListener() {
        @Override
        public void stored(long address, long descriptor) {}

        @Override
        public void invalidated(AddressRange guest) {}
      };

  /** A descriptor of a table in use has been stored. */
  void stored(long address, long descriptor);

  /**
   * What TLBs hold of these addresses must be gone before the next store: DSB, TLBI IPAS2E1IS for
   * each page, DSB, TLBI VMALLE1IS, DSB, or whatever has the same effect where the tables are
   * walked.
   */
  void invalidated(AddressRange guest);
}
