package io.jvmm.load.disk.boot;

import io.jvmm.load.disk.volume.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The entries of {@code extlinux.conf} files, as U-Boot's distribution boot finds them. */
final class Extlinux {
  private static final List<String> FILES =
      List.of(
          "/extlinux/extlinux.conf",
          "/boot/extlinux/extlinux.conf",
          "/syslinux/syslinux.cfg",
          "/boot/syslinux/syslinux.cfg",
          "/syslinux.cfg");

  private final Search search;
  private final List<BootEntry> entries = new ArrayList<>();
  private Optional<BootEntry> preferred = Optional.empty();

  private Extlinux(Search search) {
    this.search = search;
  }

  static Found find(Search search) {
    Extlinux extlinux = new Extlinux(search);
    for (String file : FILES) {
      search.forEachVolume(volume -> extlinux.read(volume, file));
    }
    return new Found(
        extlinux.entries, extlinux.preferred.or(() -> extlinux.entries.stream().findFirst()));
  }

  private void read(Volume volume, String file) {
    Optional<String> text = volume.fileSystem().text(file);
    if (text.isPresent()) {
      String directory = file.substring(0, file.lastIndexOf('/') + 1);
      ExtlinuxConfig config =
          ExtlinuxConfig.parse(
              text.get(), path -> volume.fileSystem().text(absolute(directory, path)));
      for (ExtlinuxConfig.Label label : config.labels()) {
        search.attempt(() -> add(volume, file, directory, label, config.isDefault(label)));
      }
    }
  }

  /** Paths are relative to the configuration's directory, or absolute in its file system. */
  private static String absolute(String directory, String path) {
    return path.startsWith("/") ? path : directory + path;
  }

  private void add(
      Volume volume, String file, String directory, ExtlinuxConfig.Label label, boolean isDefault) {
    String path = absolute(directory, label.kernel());
    String origin = volume.name() + ": " + file;
    Optional<BootFile> kernel = search.kernel(volume, path, origin);
    if (kernel.isEmpty()) {
      return;
    }
    List<String> notes = new ArrayList<>(label.notes());
    List<String> initrds = label.initrds().stream().map(each -> absolute(directory, each)).toList();
    BootEntry entry =
        new BootEntry(
            label.title(),
            label.name(),
            origin,
            kernel.get(),
            search.files(volume, initrds, notes),
            label.append(),
            notes);
    entries.add(entry);
    if (isDefault && preferred.isEmpty()) {
      preferred = Optional.of(entry);
    }
  }
}
