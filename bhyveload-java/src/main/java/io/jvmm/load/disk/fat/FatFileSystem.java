package io.jvmm.load.disk.fat;

import io.jvmm.load.disk.block.Section;
import io.jvmm.load.disk.fs.Directory;
import io.jvmm.load.disk.fs.FileSystem;
import io.jvmm.load.disk.fs.VolumeId;
import java.util.Optional;

/** A FAT file system. */
public final class FatFileSystem implements FileSystem {
  private static final String NO_LABEL = "NO NAME";

  private final Section section;
  private final FatGeometry geometry;
  private final VolumeId id;

  private FatFileSystem(Section section, FatGeometry geometry) {
    this.section = section;
    this.geometry = geometry;
    this.id = new VolumeId("vfat", uuid(geometry.volumeId()), label());
  }

  /** Whether {@code section} starts as a FAT file system does. */
  public static boolean isIn(Section section) {
    return FatGeometry.of(section).isPresent();
  }

  /** What is in {@code section}, if that starts as a FAT file system does. */
  public static Optional<FileSystem> in(Section section) {
    return FatGeometry.of(section)
        .map(geometry -> new FatFileSystem(section.named(" (vfat)"), geometry));
  }

  private static Optional<String> uuid(int serial) {
    return serial == 0
        ? Optional.empty()
        : Optional.of("%04X-%04X".formatted(serial >>> 16, serial & 0xffff));
  }

  private Optional<String> label() {
    return new FatDirectory(section, geometry, 0)
        .label()
        .or(() -> Optional.of(geometry.label()))
        .filter(label -> !label.isEmpty() && !label.equals(NO_LABEL));
  }

  @Override
  public VolumeId id() {
    return id;
  }

  @Override
  public Directory root() {
    return new FatDirectory(section, geometry, 0);
  }

  @Override
  public Section section() {
    return section;
  }
}
