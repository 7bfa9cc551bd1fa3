package io.jvmm.load.disk.boot;

import io.jvmm.load.disk.fs.Directory;
import io.jvmm.load.disk.fs.RegularFile;
import io.jvmm.load.disk.grub.GrubFiles;
import io.jvmm.load.disk.grub.GrubPath;
import io.jvmm.load.disk.volume.Partition;
import io.jvmm.load.disk.volume.Volume;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The volumes of a disk as GRUB names them: {@code hd0}, {@code hd0,gpt1}, {@code hd0,msdos5}.
 * Which disk a script means by {@code hd1} depends on the machine that it was made on: here, it is
 * always this one.
 */
final class VolumeFiles implements GrubFiles {
  private static final Pattern DEVICE = Pattern.compile("[a-z]*hd\\d+(?:,([a-z]*)(\\d+))?");

  private final List<Volume> volumes;

  VolumeFiles(List<Volume> volumes) {
    this.volumes = volumes;
  }

  /** What GRUB calls a volume. */
  static String device(Volume volume) {
    return volume
        .partition()
        .map(partition -> "hd0," + partition.table().grubName() + partition.number())
        .orElse("hd0");
  }

  /** The volume that GRUB calls so. */
  Optional<Volume> volume(String device) {
    Matcher name = DEVICE.matcher(device.strip());
    return name.matches()
        ? volumes.stream().filter(volume -> isCalled(name, volume)).findFirst()
        : Optional.empty();
  }

  private static boolean isCalled(Matcher name, Volume volume) {
    if (volume.partition().isEmpty() || name.group(2) == null) {
      return volume.partition().isEmpty() && name.group(2) == null;
    }
    Partition partition = volume.partition().get();
    String table = name.group(1);
    return String.valueOf(partition.number()).equals(name.group(2))
        && (table.isEmpty() || table.equals(partition.table().grubName()));
  }

  @Override
  public Optional<String> search(By by, String value) {
    return volumes.stream()
        .filter(
            volume ->
                switch (by) {
                  case UUID -> isSame(volume.fileSystem().id().uuid(), value);
                  case LABEL -> volume.fileSystem().id().label().filter(value::equals).isPresent();
                  case FILE -> volume.fileSystem().find(value).isPresent();
                })
        .findFirst()
        .map(VolumeFiles::device);
  }

  private static boolean isSame(Optional<String> uuid, String value) {
    return uuid.filter(value::equalsIgnoreCase).isPresent();
  }

  @Override
  public boolean isDirectory(GrubPath path) {
    return volume(path.device())
        .flatMap(volume -> volume.fileSystem().find(path.path()))
        .filter(Directory.class::isInstance)
        .isPresent();
  }

  @Override
  public Optional<Long> size(GrubPath path) {
    return volume(path.device())
        .flatMap(volume -> volume.fileSystem().file(path.path()))
        .map(RegularFile::size);
  }

  @Override
  public Optional<String> text(GrubPath path) {
    return volume(path.device()).flatMap(volume -> volume.fileSystem().text(path.path()));
  }
}
