package io.jvmm.load.disk.ext;

import io.jvmm.load.disk.block.Crc32c;
import io.jvmm.vmm.error.ConfigurationException;
import java.nio.ByteBuffer;

/** Finds inodes: by group descriptors (group_descr.rst) to the tables that have them. */
final class InodeTable {
  private static final int CHECKSUM = 0x1e;
  private static final String DESCRIPTOR = "a group descriptor";

  private final Superblock superblock;
  private final Blocks blocks;

  InodeTable(Superblock superblock, Blocks blocks) {
    this.superblock = superblock;
    this.blocks = blocks;
  }

  /**
   * Reads an inode.
   *
   * @throws ConfigurationException if there is none with this number, or if it is damaged
   */
  Inode get(long number) {
    if (number < 1 || number > superblock.inodes()) {
      throw blocks
          .section()
          .damaged(
              "a reference to an inode",
              Superblock.OFFSET,
              "inode %d of %d".formatted(number, superblock.inodes()));
    }
    long group = (number - 1) / superblock.inodesPerGroup();
    long within = (number - 1) % superblock.inodesPerGroup() * superblock.inodeSize();
    long block = tableOf(group) + within / superblock.blockSize();
    int offset = (int) (within % superblock.blockSize());
    if (!blocks.has(block, 1)) {
      throw damagedDescriptor(group, "inode %d is in block %d".formatted(number, block));
    }
    ByteBuffer bytes = blocks.metadata(block, offset, superblock.inodeSize(), "an inode");
    return Inode.parse(number, bytes, superblock, blocks, blocks.offset(block) + offset);
  }

  /** The block in which a group's table of inodes starts. */
  private long tableOf(long group) {
    ByteBuffer descriptor = descriptor(group);
    long low = Superblock.u32(descriptor, 0x8);
    return superblock.is(IncompatibleFeature.BIT64)
        ? low | Superblock.u32(descriptor, 0x28) << 32
        : low;
  }

  private ByteBuffer descriptor(long group) {
    if (group >= superblock.groups()) {
      throw blocks
          .section()
          .damaged("the superblock", Superblock.OFFSET, "it has more inodes than its groups");
    }
    int size = superblock.descriptorSize();
    ByteBuffer descriptor = blocks.metadata(blockOf(group), within(group), size, DESCRIPTOR);
    if (superblock.hasChecksums()
        && (checksum(group, descriptor) & 0xffff) != Superblock.u16(descriptor, CHECKSUM)) {
      throw damagedDescriptor(group, "the checksum of group %d is wrong".formatted(group));
    }
    return descriptor;
  }

  private int checksum(long group, ByteBuffer descriptor) {
    int sum = Crc32c.ofInt(superblock.checksumSeed(), (int) group);
    sum = Crc32c.of(sum, descriptor, 0, CHECKSUM);
    sum = Crc32c.of(sum, ByteBuffer.allocate(Short.BYTES), 0, Short.BYTES);
    int rest = CHECKSUM + Short.BYTES;
    return Crc32c.of(sum, descriptor, rest, descriptor.limit() - rest);
  }

  /**
   * Where a group's descriptor is: behind the superblock, or with meta_bg in its own meta group.
   */
  private long blockOf(long group) {
    long perBlock = superblock.blockSize() / superblock.descriptorSize();
    long metaGroup = group / perBlock;
    if (!superblock.is(IncompatibleFeature.META_BG) || metaGroup < superblock.firstMetaGroup()) {
      return superblock.firstDataBlock() + 1 + metaGroup;
    }
    long first = metaGroup * perBlock;
    return superblock.firstBlockOf(first) + (superblock.hasSuperblock(first) ? 1 : 0);
  }

  private int within(long group) {
    int perBlock = superblock.blockSize() / superblock.descriptorSize();
    return (int) (group % perBlock) * superblock.descriptorSize();
  }

  private ConfigurationException damagedDescriptor(long group, String why) {
    long offset = blocks.offset(blockOf(group)) + within(group);
    return blocks.section().damaged(DESCRIPTOR, offset, why);
  }
}
