package io.jvmm.load.acpi;

/**
 * The Processor Properties Topology Table (ACPI 6.6, 5.2.31), as of ACPI 6.5: all processors are
 * cores of one package, and alike. What caches they have, their own registers tell.
 */
final class Pptt {
  private static final int PROCESSOR = 0;
  private static final int LENGTH = 20;
  private static final int PACKAGE_OFFSET = 36;

  private static final int PACKAGE = 1;
  private static final int IDENTIFIER_IS_VALID = 1 << 1;
  private static final int LEAF = 1 << 3;
  private static final int ALIKE = 1 << 4;

  private Pptt() {}

  static Table of(int processors) {
    Table.Builder table = Table.named("PPTT", 3);
    node(table, PACKAGE | ALIKE, 0, 0);
    for (int i = 0; i < processors; i++) {
      node(table, IDENTIFIER_IS_VALID | LEAF | ALIKE, PACKAGE_OFFSET, i);
    }
    return table.build();
  }

  /** Processor Hierarchy Node Structure (5.2.31.1). */
  private static void node(Table.Builder table, int flags, int parent, int identifier) {
    table
        .bytes(PROCESSOR, LENGTH, 0, 0)
        .dword(flags)
        .dword(parent)
        .dword(identifier)
        .dword(0); // no caches
  }
}
