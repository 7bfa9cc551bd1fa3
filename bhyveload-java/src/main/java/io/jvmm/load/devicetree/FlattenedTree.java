package io.jvmm.load.devicetree;

import io.jvmm.load.source.Source;
import io.jvmm.load.source.SourceReader;
import io.jvmm.vmm.error.ConfigurationException;
import java.nio.ByteBuffer;

/**
 * A flattened device tree (Devicetree Specification v0.4, chapter 5), version 16 or 17. Values stay
 * where they are, as parts of the source: in a FIT image they are whole kernels.
 *
 * @param root the root node
 * @param size the blob's size as its header tells it
 */
public record FlattenedTree(FlattenedNode root, long size) {
  /** The number that a blob starts with, big-endian. */
  public static final int MAGIC = 0xd00dfeed;

  private static final int HEADER_SIZE = 40;
  private static final int TOTAL_SIZE = 4;
  private static final int STRUCTURE_OFFSET = 8;
  private static final int STRINGS_OFFSET = 12;
  private static final int LAST_COMPATIBLE_VERSION = 24;
  private static final int NEWEST_UNDERSTOOD = 17;
  private static final int STRINGS_SIZE = 32;

  /** More names than any tree has. */
  private static final int MAX_STRINGS = 1 << 20;

  /**
   * Reads a tree.
   *
   * @param source the blob, and possibly more behind it
   * @throws ConfigurationException if it is damaged: says at which offset
   */
  public static FlattenedTree read(Source source) {
    ByteBuffer header =
        ByteBuffer.wrap(SourceReader.structure(source, "device tree header", 0, HEADER_SIZE));
    require(source, header.getInt(0) == MAGIC, 0);
    require(
        source,
        field(header, LAST_COMPATIBLE_VERSION) <= NEWEST_UNDERSTOOD,
        LAST_COMPATIBLE_VERSION);
    long size = field(header, TOTAL_SIZE);
    require(source, size >= HEADER_SIZE && size <= source.size(), TOTAL_SIZE);
    long structure = field(header, STRUCTURE_OFFSET);
    require(source, structure < size && structure % Integer.BYTES == 0, STRUCTURE_OFFSET);
    byte[] strings = strings(source, header, size);
    FlattenedNode root =
        new StructureReader(new CellReader(source, structure, size), strings).root();
    return new FlattenedTree(root, size);
  }

  private static byte[] strings(Source source, ByteBuffer header, long size) {
    long offset = field(header, STRINGS_OFFSET);
    require(source, offset <= size, STRINGS_OFFSET);
    long length = field(header, STRINGS_SIZE);
    require(source, length <= Math.min(MAX_STRINGS, size - offset), STRINGS_SIZE);
    return SourceReader.structure(source, "device tree's strings", offset, (int) length);
  }

  private static long field(ByteBuffer header, int offset) {
    return Integer.toUnsignedLong(header.getInt(offset));
  }

  private static void require(Source source, boolean condition, int offset) {
    if (!condition) {
      throw source.problem(
          "is a damaged or truncated device tree: the field at offset 0x"
              + Integer.toHexString(offset)
              + " of its header makes no sense; get a fresh copy");
    }
  }
}
