package io.jvmm.load.disk.boot;

import io.jvmm.load.disk.block.Printable;
import io.jvmm.load.disk.volume.Volume;
import io.jvmm.vmm.error.ConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A search through the volumes of a disk: a volume that is damaged where one reader of
 * configurations looks does not keep the others from looking elsewhere.
 */
final class Search {
  private static final int MOST_NOTES = 100;

  private final List<Volume> volumes;
  private final Set<String> notes = new LinkedHashSet<>();

  Search(List<Volume> volumes) {
    this.volumes = List.copyOf(volumes);
  }

  List<Volume> volumes() {
    return volumes;
  }

  /** What was odd: a line each. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  void note(String line) {
    if (notes.size() < MOST_NOTES) {
      notes.add(Printable.of(line));
    }
  }

  /** Does the same with each volume; what goes wrong with one is noted. */
  void forEachVolume(Consumer<Volume> action) {
    for (Volume volume : volumes) {
      attempt(() -> action.accept(volume));
    }
  }

  /** Does something; what goes wrong is noted. */
  void attempt(Runnable action) {
    attempt(
        () -> {
          action.run();
          return Optional.empty();
        });
  }

  /** What something comes to: nothing if it goes wrong, which is noted. */
  <T> Optional<T> attempt(Supplier<Optional<T>> action) {
    try {
      return action.get();
    } catch (ConfigurationException e) {
      e.problems().forEach(this::note);
      return Optional.empty();
    }
  }

  /** The kernel of an entry; that it is not there is noted. */
  Optional<BootFile> kernel(Volume volume, String path, String origin) {
    Optional<BootFile> kernel = file(volume, path);
    if (kernel.isEmpty()) {
      note(origin + ": there is no kernel " + path);
    }
    return kernel;
  }

  /** A file that a configuration names. */
  Optional<BootFile> file(Volume volume, String path) {
    return volume
        .fileSystem()
        .file(path)
        .map(file -> new BootFile(volume.name() + ": " + Printable.of(path), file));
  }

  /**
   * The files that are there; that others are not is added to {@code missing}.
   *
   * @param missing notes on the entry
   */
  List<BootFile> files(Volume volume, List<String> paths, List<String> missing) {
    List<BootFile> files = new ArrayList<>();
    for (String path : paths) {
      file(volume, path)
          .ifPresentOrElse(files::add, () -> missing.add("there is no file " + path + " to load"));
    }
    return files;
  }
}
