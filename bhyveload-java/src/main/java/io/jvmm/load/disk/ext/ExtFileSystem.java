package io.jvmm.load.disk.ext;

import io.jvmm.load.disk.block.Section;
import io.jvmm.load.disk.fs.Directory;
import io.jvmm.load.disk.fs.FileNode;
import io.jvmm.load.disk.fs.FileSystem;
import io.jvmm.load.disk.fs.RegularFile;
import io.jvmm.load.disk.fs.VolumeId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** An ext2, ext3 or ext4 file system. */
public final class ExtFileSystem implements FileSystem {
  private static final UUID NONE = new UUID(0, 0);

  private final Section section;
  private final Superblock superblock;
  private final Blocks blocks;
  private final InodeTable inodes;
  private final List<String> notes;

  private ExtFileSystem(Section section, Superblock superblock, Blocks blocks, List<String> notes) {
    this.section = section;
    this.superblock = superblock;
    this.blocks = blocks;
    this.inodes = new InodeTable(superblock, blocks);
    this.notes = notes;
  }

  /** Whether {@code section} starts as such a file system does. */
  public static boolean isIn(Section section) {
    return Superblock.isIn(section);
  }

  /**
   * Opens what {@link #isIn} has found.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if it is damaged or has features that are not
   *     supported
   */
  public static FileSystem open(Section plain) {
    Superblock superblock = Superblock.in(plain.named(" (ext4)"));
    Section section = plain.named(" (" + superblock.type() + ")");
    Blocks stale = new Blocks(section, superblock, Replay.NOTHING);
    if (!superblock.is(IncompatibleFeature.RECOVER)) {
      return new ExtFileSystem(section, superblock, stale, List.of());
    }
    Journal journal = Journal.of(superblock, stale);
    Blocks replayed = new Blocks(section, superblock, journal.replay());
    return new ExtFileSystem(section, superblock, replayed, journal.notes());
  }

  @Override
  public VolumeId id() {
    return new VolumeId(
        superblock.type(),
        Optional.of(superblock.uuid()).filter(uuid -> !uuid.equals(NONE)).map(UUID::toString),
        Optional.of(superblock.label()).filter(label -> !label.isEmpty()));
  }

  @Override
  public Section section() {
    return section;
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public Directory root() {
    if (node(Inode.ROOT) instanceof Directory root) {
      return root;
    }
    throw inodes.get(Inode.ROOT).damaged("the root is no directory");
  }

  /** What an inode is. */
  FileNode node(long number) {
    Inode inode = inodes.get(number);
    if (inode.isDirectory()) {
      return new ExtDirectory(this, superblock, inode);
    }
    if (inode.isRegular()) {
      return contents(inode);
    }
    return inode.isLink() ? new Link(inode, target(inode)) : FileNode.Other.SPECIAL;
  }

  private RegularFile contents(Inode inode) {
    return inode.hasInlineData()
        ? new InlineFile(InlineData.all(inode))
        : new MappedFile(blocks, inode.map(superblock), inode.size());
  }

  private RegularFile target(Inode inode) {
    return !inode.hasInlineData() && inode.size() < Inode.MAP_LENGTH
        ? new InlineFile(inode.mapField().limit((int) inode.size()))
        : contents(inode);
  }
}
