package io.jvmm.load.disk.ext;

import java.nio.ByteBuffer;

/**
 * A map as ext2 has it (ifork.rst, "Direct/Indirect Block Addressing"): 12 blocks in the inode,
 * then a block of numbers, a block of such blocks, and a block of those.
 */
final class IndirectMap implements BlockMap {
  private static final int DIRECT = 12;
  private static final int LEVELS = 3;
  private static final String NUMBERS = "an indirect block";

  private final Inode inode;
  private final int perBlock;

  IndirectMap(Inode inode) {
    this.inode = inode;
    this.perBlock = inode.blocks().size() / Integer.BYTES;
  }

  Inode inode() {
    return inode;
  }

  @Override
  public Run from(long block) {
    if (block < DIRECT) {
      return run(inode.mapField(), (int) block, DIRECT);
    }
    long rest = block - DIRECT;
    long covered = perBlock;
    for (int level = 1; level <= LEVELS; level++) {
      if (rest < covered) {
        return below(DIRECT + level - 1, level, covered, rest);
      }
      rest -= covered;
      covered *= perBlock;
    }
    return Run.hole(1);
  }

  /** Goes down as many levels as the number in the inode stands for. */
  private Run below(int index, int levels, long covered, long block) {
    ByteBuffer numbers = inode.mapField();
    int at = index;
    long share = covered;
    long rest = block;
    for (int level = levels; level > 0; level--) {
      long next = Superblock.u32(numbers, at * Integer.BYTES);
      if (next == 0) {
        return Run.hole(share - rest);
      }
      requireBlock(next, 1);
      numbers = inode.blocks().metadata(next, NUMBERS);
      share /= perBlock;
      at = (int) (rest / share);
      rest %= share;
    }
    return run(numbers, at, perBlock);
  }

  /** The blocks that follow one another from one number on. */
  private Run run(ByteBuffer numbers, int index, int end) {
    long first = Superblock.u32(numbers, index * Integer.BYTES);
    int length = 1;
    while (index + length < end
        && Superblock.u32(numbers, (index + length) * Integer.BYTES)
            == (first == 0 ? 0 : first + length)) {
      length++;
    }
    if (first != 0) {
      requireBlock(first, length);
    }
    return new Run(first, length);
  }

  private void requireBlock(long first, long length) {
    if (!inode.blocks().has(first, length)) {
      throw inode.damaged("its block map leads to block " + first);
    }
  }
}
