package io.jvmm.load.disk.ext;

import io.jvmm.load.disk.block.Crc32c;
import java.nio.ByteBuffer;

/**
 * A map of extents (ifork.rst, "Extent Tree"). Each node has a header and rows of 12 bytes, sorted
 * by the file's block that they start with:
 *
 * <pre>
 *   0  u16 0xf30a   2  u16 rows in use   4  u16 rows there is room for   6  u16 levels below
 * in leaves:     0  u32 block   4  u16 length (over 32768: not written)  6  u16 start, high  8  u32 low
 * in the others: 0  u32 block   4  u32 node, low                         8  u16 node, high
 * </pre>
 */
final class ExtentTree implements BlockMap {
  private static final int MAGIC = 0xf30a;
  private static final int ROW = 12;
  private static final int MAX_DEPTH = 5;
  private static final int MAX_WRITTEN = 1 << 15;
  private static final long END = 1L << 32; // no file has a block with this number
  private static final String NODE = "the extent tree";

  private final Inode inode;
  private final boolean checksums;

  ExtentTree(Inode inode, boolean checksums) {
    this.inode = inode;
    this.checksums = checksums;
  }

  Inode inode() {
    return inode;
  }

  // Every step goes one level down, as the node above says: no tree leads back into itself.
  @Override
  public Run from(long block) {
    long place = inode.offset() / inode.blocks().size();
    ByteBuffer node = inode.mapField();
    int depth = Superblock.u16(node, 6);
    requireNode(node, depth, place);
    if (depth > MAX_DEPTH) {
      throw inode.damagedBlock(NODE, place, "it has %d levels".formatted(depth));
    }
    long end = END;
    while (depth > 0) {
      int row = lastRowUpTo(node, block);
      end = Math.min(end, startOfNext(node, row));
      if (row == 0) {
        return Run.hole(Math.max(1, end - block));
      }
      place = Superblock.u32(node, row + 4) | Superblock.u16(node, row + 8) * (1L << 32);
      depth--;
      node = read(place, depth);
    }
    return inLeaf(node, block, place, end);
  }

  private ByteBuffer read(long place, int depth) {
    if (!inode.blocks().has(place, 1)) {
      throw inode.damaged("its extent tree has a node in block " + place);
    }
    ByteBuffer node = inode.blocks().metadata(place, NODE);
    requireNode(node, depth, place);
    int tail = ROW + Superblock.u16(node, 4) * ROW;
    if (checksums
        && (tail > node.limit() - Integer.BYTES
            || Crc32c.of(inode.checksumSeed(), node, 0, tail) != node.getInt(tail))) {
      throw inode.damagedBlock(NODE, place, "its checksum is wrong");
    }
    return node;
  }

  private void requireNode(ByteBuffer node, int depth, long place) {
    int rows = Superblock.u16(node, 2);
    int room = Superblock.u16(node, 4);
    if (Superblock.u16(node, 0) != MAGIC
        || rows > room
        || ROW + room * ROW > node.limit()
        || Superblock.u16(node, 6) != depth) {
      throw inode.damagedBlock(
          NODE, place, "its header has %d of %d rows, level %d".formatted(rows, room, depth));
    }
  }

  /** Where the last row is that starts with this block or an earlier one; 0 if there is none. */
  private static int lastRowUpTo(ByteBuffer node, long block) {
    int end = ROW + Superblock.u16(node, 2) * ROW;
    int found = 0;
    for (int row = ROW; row < end && Superblock.u32(node, row) <= block; row += ROW) {
      found = row;
    }
    return found;
  }

  private Run inLeaf(ByteBuffer leaf, long block, long place, long end) {
    int row = lastRowUpTo(leaf, block);
    if (row != 0) {
      int stored = Superblock.u16(leaf, row + 4);
      boolean written = stored <= MAX_WRITTEN;
      int length = written ? stored : stored - MAX_WRITTEN;
      long within = block - Superblock.u32(leaf, row);
      if (within < length) {
        return written ? extent(leaf, row, place, within, length) : Run.hole(length - within);
      }
    }
    return Run.hole(Math.max(1, Math.min(end, startOfNext(leaf, row)) - block));
  }

  private Run extent(ByteBuffer leaf, int row, long place, long within, int length) {
    long start = Superblock.u16(leaf, row + 6) * (1L << 32) | Superblock.u32(leaf, row + 8);
    if (!inode.blocks().has(start, length)) {
      throw inode.damagedBlock(
          NODE, place, "an extent has %d blocks from block %d on".formatted(length, start));
    }
    return new Run(start + within, length - within);
  }

  /**
   * The block that the row behind a row starts with; behind row 0, which there is not, the first.
   */
  private static long startOfNext(ByteBuffer node, int row) {
    int next = row + ROW;
    boolean isRow = next < ROW + Superblock.u16(node, 2) * ROW;
    return isRow ? Superblock.u32(node, next) : END;
  }
}
