package io.jvmm.load.disk.boot;

import io.jvmm.load.disk.fs.Directory;
import io.jvmm.load.disk.fs.FileSystem;
import io.jvmm.load.disk.fs.SymbolicLink;
import io.jvmm.load.disk.fs.VolumeId;
import io.jvmm.load.disk.volume.Partition;
import io.jvmm.load.disk.volume.Volume;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Kernels that no configuration names: {@code vmlinuz} and the like in {@code /boot} and {@code /},
 * with the initial RAM disk of the same version, and a root file system found by what is in it.
 */
final class PlainKernels {
  private static final List<String> DIRECTORIES = List.of("/boot/", "/");
  private static final Pattern KERNEL =
      Pattern.compile("(?:vmlinuz|Image|Image[.]gz|kernel)(?:-(.+))?");
  private static final int MOST_KERNELS = 100;

  private final Search search;
  private final List<Kernel> kernels = new ArrayList<>();

  /**
   * A kernel.
   *
   * @param version what its name has behind the dash; empty if it has none
   * @param isLinked whether a link without a version leads to it, as to the one to be booted
   */
  private record Kernel(
      Volume volume, String directory, String name, String version, boolean isLinked) {
    static Optional<Kernel> of(Volume volume, String directory, String name, boolean isLinked) {
      Matcher parts = KERNEL.matcher(name);
      return parts.matches()
          ? Optional.of(new Kernel(volume, directory, name, orEmpty(parts.group(1)), isLinked))
          : Optional.empty();
    }

    private static String orEmpty(@Nullable String version) {
      return version == null ? "" : version;
    }

    /** The kernel that this is a link to, or else this one. */
    Kernel followed() {
      if (!(volume.fileSystem().find(directory).orElse(null) instanceof Directory parent)
          || !(parent.find(name).orElse(null) instanceof SymbolicLink link)) {
        return this;
      }
      String target = link.target().startsWith("/") ? link.target() : directory + link.target();
      int slash = target.lastIndexOf('/') + 1;
      return of(volume, target.substring(0, slash), target.substring(slash), true).orElse(this);
    }
  }

  private PlainKernels(Search search) {
    this.search = search;
  }

  /** Finds them: those that links lead to first, then the newest. */
  static Found find(Search search) {
    PlainKernels plain = new PlainKernels(search);
    for (String directory : DIRECTORIES) {
      search.forEachVolume(volume -> plain.collect(volume, directory));
    }
    plain.kernels.sort(
        Comparator.comparing((Kernel kernel) -> !kernel.isLinked())
            .thenComparing(Kernel::version, new VersionOrder().reversed()));
    List<BootEntry> entries = new ArrayList<>();
    for (Kernel kernel : plain.kernels) {
      search.attempt(() -> plain.entry(kernel)).ifPresent(entries::add);
    }
    return Found.firstOf(entries);
  }

  private void collect(Volume volume, String directory) {
    volume.fileSystem().names(directory).stream()
        .flatMap(name -> Kernel.of(volume, directory, name, false).stream())
        .limit(MOST_KERNELS - kernels.size())
        .map(Kernel::followed)
        .forEach(kernels::add);
  }

  private Optional<BootEntry> entry(Kernel kernel) {
    return search
        .file(kernel.volume(), kernel.directory() + kernel.name())
        .map(file -> entry(kernel, file));
  }

  private BootEntry entry(Kernel kernel, BootFile file) {
    Optional<BootFile> initrd = initrd(kernel);
    List<String> notes = new ArrayList<>();
    notes.add("no configuration names it: the command line was made for it");
    String commandLine = commandLine(root(kernel.volume()), initrd.isPresent(), notes);
    return new BootEntry(
        "Linux " + (kernel.version().isEmpty() ? kernel.name() : kernel.version()),
        kernel.name(),
        file.name(),
        file,
        initrd.stream().toList(),
        commandLine,
        notes);
  }

  /** The names under which distributions have the initial RAM disk of a kernel. */
  private Optional<BootFile> initrd(Kernel kernel) {
    String suffix = kernel.version().isEmpty() ? "" : "-" + kernel.version();
    return List.of(
            "initrd.img" + suffix,
            "initramfs" + suffix + ".img",
            "initrd" + suffix + ".img",
            "initrd" + suffix,
            "initramfs" + suffix)
        .stream()
        .flatMap(name -> search.file(kernel.volume(), kernel.directory() + name).stream())
        .findFirst();
  }

  /**
   * The kernel's own volume if it is a root, or else one that says that it is, or looks like one.
   */
  private Optional<Volume> root(Volume own) {
    Predicate<Volume> looksLikeRoot = volume -> isRoot(volume.fileSystem());
    if (looksLikeRoot.test(own)) {
      return Optional.of(own);
    }
    return search.volumes().stream()
        .filter(looksLikeRoot)
        .min(Comparator.comparing(volume -> volume.role() != Partition.Role.ROOT));
  }

  private static boolean isRoot(FileSystem fileSystem) {
    return Set.of("/etc/fstab", "/sbin/init", "/usr/lib/systemd").stream()
        .anyMatch(path -> fileSystem.find(path).isPresent());
  }

  /** Only an initial RAM disk can look for a file system's UUID, the kernel itself for others. */
  private static String commandLine(Optional<Volume> root, boolean hasInitrd, List<String> notes) {
    if (root.isEmpty()) {
      notes.add("no root file system was found for it");
      return "";
    }
    VolumeId id = root.get().fileSystem().id();
    Optional<Partition> partition = root.get().partition();
    Optional<String> name =
        hasInitrd
            ? id.uuid().map(uuid -> "UUID=" + uuid)
            : partition.flatMap(Partition::uuid).map(uuid -> "PARTUUID=" + uuid);
    if (name.isEmpty()) {
      notes.add("the root file system has no name of its own: its disk is taken for the first");
    }
    String device = "/dev/vda" + partition.map(found -> "" + found.number()).orElse("");
    return "root=" + name.orElse(device) + " ro";
  }
}
