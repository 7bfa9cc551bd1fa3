package io.jvmm.load.acpi;

/**
 * The I/O Remapping Table (Arm DEN 0049, issue D): messages of all PCI functions go to the ITS, and
 * their requester IDs, as they are, tell it who sent them.
 *
 * <pre>
 *   36  header's rest: two nodes, from 48 on
 *   48  ITS group: the one ITS
 *   72  root complex: segment 0
 *  108    its mapping: requesters 0 to 0xffff to the node at 48
 * </pre>
 */
final class Iort {
  /** The ITS's number. */
  static final int ITS = 0;

  private static final int NODES_OFFSET = 48;
  private static final int ITS_GROUP = 0;
  private static final int ITS_GROUP_LENGTH = 24;
  private static final int ROOT_COMPLEX = 2;
  private static final int ROOT_COMPLEX_REVISION = 1;
  private static final int MAPPING_OFFSET = 36;
  private static final int MAPPING_LENGTH = 20;
  private static final int LAST_REQUESTER = 0xffff;

  private static final int CACHE_COHERENT = 1;

  /** Coherent path to memory, and attributes as of cacheable memory. */
  private static final int MEMORY_ACCESS = 1 | 1 << 1;

  private static final int ADDRESS_BITS = 64;

  private Iort() {}

  static Table table() {
    Table.Builder table = Table.named("IORT", 0).dword(2).dword(NODES_OFFSET).dword(0);
    itsGroup(table);
    rootComplex(table);
    return table.build();
  }

  private static void itsGroup(Table.Builder table) {
    node(table, ITS_GROUP, ITS_GROUP_LENGTH, 0).dword(0).dword(0).dword(1).dword(ITS);
  }

  private static void rootComplex(Table.Builder table) {
    node(table, ROOT_COMPLEX, MAPPING_OFFSET + MAPPING_LENGTH, ROOT_COMPLEX_REVISION)
        .dword(1)
        .dword(MAPPING_OFFSET)
        .dword(CACHE_COHERENT)
        .bytes(0, 0, 0, MEMORY_ACCESS)
        .dword(0) // no address translation service
        .dword(0) // segment
        .bytes(ADDRESS_BITS, 0, 0, 0)
        .dword(0) // the mapping: the first requester, their number less 1, what they become
        .dword(LAST_REQUESTER)
        .dword(0)
        .dword(NODES_OFFSET)
        .dword(0);
  }

  private static Table.Builder node(Table.Builder table, int type, int length, int revision) {
    return table.bytes(type).word(length).bytes(revision).dword(0);
  }
}
