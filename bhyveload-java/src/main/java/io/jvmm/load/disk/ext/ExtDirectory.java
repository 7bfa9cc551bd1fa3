package io.jvmm.load.disk.ext;

import io.jvmm.load.disk.block.Crc32c;
import io.jvmm.load.disk.fs.Directory;
import io.jvmm.load.disk.fs.FileNode;
import io.jvmm.vmm.error.ConfigurationException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A directory, read from its first block to its last whether or not it has a hash tree. */
final class ExtDirectory implements Directory {
  private static final int TAIL = 12;
  private static final byte TAIL_TYPE = (byte) 0xde;
  private static final int PARENT = 4;
  private static final String BLOCK = "a directory block";

  private final ExtFileSystem fileSystem;
  private final Superblock superblock;
  private final Inode inode;

  ExtDirectory(ExtFileSystem fileSystem, Superblock superblock, Inode inode) {
    this.fileSystem = fileSystem;
    this.superblock = superblock;
    this.inode = inode;
  }

  Inode inode() {
    return inode;
  }

  @Override
  public Optional<FileNode> find(String name) {
    List<Entries.Entry> found = new ArrayList<>();
    forEach(entry -> entry.name().equals(name) && found.add(entry));
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(fileSystem.node(found.getFirst().inode()));
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>();
    forEach(
        entry -> {
          if (!entry.name().equals(".") && !entry.name().equals("..")) {
            names.add(entry.name());
          }
          return names.size() == MOST_NAMES;
        });
    return names;
  }

  private void forEach(Predicate<Entries.Entry> isEnough) {
    if (inode.hasInlineData()) {
      inline(isEnough);
    } else {
      blocks(isEnough);
    }
  }

  private void inline(Predicate<Entries.Entry> isEnough) {
    Entries entries = new Entries(hasTypes(), inode::damaged);
    ByteBuffer first = InlineData.first(inode);
    ByteBuffer behindParent = first.slice(PARENT, first.limit() - PARENT).order(first.order());
    if (!entries.read(behindParent, isEnough)) {
      entries.read(InlineData.rest(inode), isEnough);
    }
  }

  private void blocks(Predicate<Entries.Entry> isEnough) {
    BlockMap map = inode.map(superblock);
    long count = inode.size() / inode.blocks().size();
    for (long i = 0; i < count; i++) {
      BlockMap.Run run = map.from(i);
      if (run.isHole()) {
        throw inode.damaged("it is a directory with a hole in block " + i);
      }
      Entries entries = new Entries(hasTypes(), why -> damaged(run, why));
      if (entries.read(block(run), isEnough)) {
        return;
      }
    }
  }

  private ByteBuffer block(BlockMap.Run run) {
    ByteBuffer block = inode.blocks().metadata(run.first(), BLOCK);
    int tail = block.limit() - TAIL;
    boolean hasTail =
        block.getInt(tail) == 0
            && Superblock.u16(block, tail + 4) == TAIL
            && block.get(tail + 7) == TAIL_TYPE;
    if (superblock.hasChecksums()
        && hasTail
        && Crc32c.of(inode.checksumSeed(), block, 0, tail) != block.getInt(tail + 8)) {
      throw damaged(run, "its checksum is wrong");
    }
    return block;
  }

  private ConfigurationException damaged(BlockMap.Run run, String why) {
    return inode.damagedBlock(BLOCK, run.first(), why);
  }

  private boolean hasTypes() {
    return superblock.is(IncompatibleFeature.FILETYPE);
  }
}
