package io.jvmm.load.disk.fat;

import io.jvmm.load.disk.block.Section;
import io.jvmm.load.disk.fs.Directory;
import io.jvmm.load.disk.fs.FileNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A directory. Names are the same whatever the case of their letters. */
final class FatDirectory implements Directory {
  private static final int SECTOR = 512;
  private static final int LARGEST = 65_536 * FatEntry.SIZE;

  private final Section section;
  private final FatGeometry geometry;
  private final long firstCluster;

  /** The directory that starts in a cluster; 0 is the root, as in the entries for {@code ..}. */
  FatDirectory(Section section, FatGeometry geometry, long firstCluster) {
    this.section = section;
    this.geometry = geometry;
    this.firstCluster = firstCluster == 0 ? geometry.rootCluster() : firstCluster;
  }

  @Override
  public Optional<FileNode> find(String name) {
    List<FatEntry> found = new ArrayList<>();
    forEachEntry(entry -> entry.isCalled(name) && found.add(entry));
    return found.isEmpty() ? Optional.empty() : Optional.of(node(found.getFirst()));
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>();
    forEachEntry(entry -> !names.add(entry.name()));
    return names;
  }

  private FileNode node(FatEntry entry) {
    return entry.isDirectory()
        ? new FatDirectory(section, geometry, entry.firstCluster())
        : new FatFile(section, geometry, entry.firstCluster(), entry.size());
  }

  /** The label that is kept as an entry of the root directory. */
  Optional<String> label() {
    FatEntryReader reader = new FatEntryReader();
    forEachSector(sector -> reader.read(sector, _ -> false) || reader.label().isPresent());
    return reader.label();
  }

  private void forEachEntry(Predicate<FatEntry> isEnough) {
    FatEntryReader reader = new FatEntryReader();
    forEachSector(sector -> reader.read(sector, isEnough));
  }

  /** Hands over one sector after the other until {@code isEnough} says so. */
  private void forEachSector(Predicate<ByteBuffer> isEnough) {
    boolean fixed = firstCluster == 0;
    FatChain chain = new FatChain(section, geometry, firstCluster);
    int end = fixed ? geometry.rootSize() : LARGEST;
    for (int at = 0; at < end; at += SECTOR) {
      if (!fixed && !chain.seek(at / geometry.clusterSize())) {
        return;
      }
      long offset = fixed ? geometry.root() + at : chain.offset() + at % geometry.clusterSize();
      if (isEnough.test(section.metadata(offset, SECTOR, "a directory"))) {
        return;
      }
    }
  }
}
