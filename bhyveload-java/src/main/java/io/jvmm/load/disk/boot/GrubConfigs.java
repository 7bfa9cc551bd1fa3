package io.jvmm.load.disk.boot;

import io.jvmm.load.disk.grub.GrubEntry;
import io.jvmm.load.disk.grub.GrubMenu;
import io.jvmm.load.disk.grub.GrubPath;
import io.jvmm.load.disk.grub.GrubScript;
import io.jvmm.load.disk.volume.Partition;
import io.jvmm.load.disk.volume.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The entries of {@code grub.cfg} files. Those in an EFI system partition mostly lead to another
 * one, and are read only if there is no other.
 */
final class GrubConfigs {
  private static final List<String> FILES =
      List.of("/boot/grub/grub.cfg", "/grub/grub.cfg", "/boot/grub2/grub.cfg", "/grub2/grub.cfg");

  private static final int MOST_CONFIGS = 16;

  private final Search search;
  private final VolumeFiles files;
  private final List<Config> configs = new ArrayList<>();

  /** A script that was run. */
  private record Config(String origin, GrubMenu menu) {
    boolean isDefault(GrubEntry entry) {
      return menu.defaultEntry().filter(entry::equals).isPresent();
    }
  }

  private GrubConfigs(Search search) {
    this.search = search;
    this.files = new VolumeFiles(search.volumes());
  }

  /** Runs those that there are. */
  static GrubConfigs read(Search search) {
    GrubConfigs configs = new GrubConfigs(search);
    for (String file : FILES) {
      search.forEachVolume(volume -> configs.run(volume, file));
    }
    if (configs.configs.isEmpty()) {
      search.forEachVolume(configs::runThoseForEfi);
    }
    return configs;
  }

  private void runThoseForEfi(Volume volume) {
    if (volume.role() == Partition.Role.ESP) {
      for (String vendor : volume.fileSystem().names("/EFI")) {
        run(volume, "/EFI/" + vendor + "/grub.cfg");
      }
    }
  }

  private void run(Volume volume, String file) {
    Optional<String> script = volume.fileSystem().text(file);
    if (script.isPresent() && configs.size() < MOST_CONFIGS) {
      String origin = volume.name() + ": " + file;
      GrubPath path = new GrubPath(VolumeFiles.device(volume), file);
      GrubMenu menu = GrubScript.run(script.get(), path, files);
      menu.notes().forEach(note -> search.note(origin + ": " + note));
      configs.add(new Config(origin, menu));
    }
  }

  /** The first menu that also wants the entries of the Boot Loader Specification. */
  Optional<GrubMenu> withLoaderEntries() {
    return configs.stream().map(Config::menu).filter(GrubMenu::usesLoaderEntries).findFirst();
  }

  /** Their entries. */
  Found found() {
    List<BootEntry> entries = new ArrayList<>();
    List<BootEntry> preferred = new ArrayList<>();
    for (Config config : configs) {
      for (GrubEntry entry : config.menu().entries()) {
        Optional<BootEntry> found = search.attempt(() -> entry(config, entry));
        found.ifPresent(entries::add);
        found.filter(_ -> config.isDefault(entry)).ifPresent(preferred::add);
      }
    }
    preferred.addAll(entries);
    return new Found(entries, preferred.stream().findFirst());
  }

  private Optional<BootEntry> entry(Config config, GrubEntry entry) {
    Optional<BootFile> kernel = file(entry.kernel());
    if (kernel.isEmpty()) {
      search.note(
          "%s: %s: there is no kernel %s"
              .formatted(config.origin(), entry.title(), entry.kernel()));
    }
    return kernel.map(found -> entry(config, entry, found));
  }

  private BootEntry entry(Config config, GrubEntry entry, BootFile kernel) {
    List<String> notes = new ArrayList<>(entry.notes());
    List<BootFile> initrds = new ArrayList<>();
    for (GrubPath path : entry.initrds()) {
      file(path)
          .ifPresentOrElse(initrds::add, () -> notes.add("there is no file " + path + " to load"));
    }
    return new BootEntry(
        entry.title(), entry.id(), config.origin(), kernel, initrds, entry.commandLine(), notes);
  }

  private Optional<BootFile> file(GrubPath path) {
    return files.volume(path.device()).flatMap(volume -> search.file(volume, path.path()));
  }
}
