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
    List<FatEntry> found = entries(entry -> entry.isCalled(name));
    return found.isEmpty() ? Optional.empty() : Optional.of(node(found.getFirst()));
  }

  @Override
  public List<String> names() {
    return entries(_ -> false).stream().map(FatEntry::name).toList();
  }

  private FileNode node(FatEntry entry) {
    return entry.isDirectory()
        ? new FatDirectory(section, geometry, entry.firstCluster())
        : new FatFile(section, geometry, entry.firstCluster(), entry.size());
  }

  /** The label that is kept as an entry of the root directory. */
  Optional<String> label() {
    FatEntryReader reader = new FatEntryReader();
    forEachBlock(block -> reader.read(block, _ -> false) || reader.label().isPresent());
    return reader.label();
  }

  /** The entries up to the first that is wanted, or all; only the wanted one if there is one. */
  private List<FatEntry> entries(Predicate<FatEntry> wanted) {
    List<FatEntry> all = new ArrayList<>();
    List<FatEntry> found = new ArrayList<>();
    FatEntryReader reader = new FatEntryReader();
    forEachBlock(
        block ->
            reader.read(
                block,
                entry -> {
                  all.add(entry);
                  return wanted.test(entry) && found.add(entry);
                }));
    return found.isEmpty() ? all : found;
  }

  /** Hands over one sector after the other until {@code isEnough} says so. */
  private void forEachBlock(Predicate<ByteBuffer> isEnough) {
    boolean fixed = firstCluster == 0;
    FatChain chain = new FatChain(section, geometry, firstCluster);
    int step = 512;
    int end = fixed ? geometry.rootSize() : LARGEST;
    for (int at = 0; at < end; at += step) {
      if (!fixed && !chain.seek(at / geometry.clusterSize())) {
        return;
      }
      long offset = fixed ? geometry.root() + at : chain.offset() + at % geometry.clusterSize();
      if (isEnough.test(section.metadata(offset, step, "a directory"))) {
        return;
      }
    }
  }
}
