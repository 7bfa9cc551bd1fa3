package io.jvmm.load.disk.boot;

import io.jvmm.load.disk.fs.FileSystem;
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

/**
 * Kernels that no configuration names: {@code vmlinuz} and the like in {@code /boot} and {@code /},
 * with the initial RAM disk of the same version, and a root file system found by what is in it.
 */
final class PlainKernels {
  private static final List<String> DIRECTORIES = List.of("/boot", "/");
  private static final Pattern KERNEL =
      Pattern.compile("(?:vmlinuz|Image|Image[.]gz|kernel)(?:-(.+))?");
  private static final int MOST_KERNELS = 100;

  private final Search search;
  private final List<Kernel> kernels = new ArrayList<>();

  /**
   * A kernel.
   *
   * @param version what its name has behind the dash; empty if it has none, as links have
   */
  private record Kernel(Volume volume, String directory, String name, String version) {
    String path() {
      return directory.equals("/") ? "/" + name : directory + "/" + name;
    }
  }

  private PlainKernels(Search search) {
    this.search = search;
  }

  /** Finds them: those without a version first, then the newest. */
  static Found find(Search search) {
    PlainKernels plain = new PlainKernels(search);
    for (String directory : DIRECTORIES) {
      search.forEachVolume(volume -> plain.collect(volume, directory));
    }
    plain.kernels.sort(
        Comparator.comparing((Kernel kernel) -> !kernel.version().isEmpty())
            .thenComparing(Kernel::version, new VersionOrder().reversed()));
    List<BootEntry> entries = new ArrayList<>();
    for (Kernel kernel : plain.kernels) {
      search.attempt(() -> plain.entry(kernel).ifPresent(entries::add));
    }
    return Found.firstOf(entries);
  }

  private void collect(Volume volume, String directory) {
    for (String name : volume.fileSystem().names(directory)) {
      Matcher kernel = KERNEL.matcher(name);
      if (kernel.matches() && kernels.size() < MOST_KERNELS) {
        String version = kernel.group(1) == null ? "" : kernel.group(1);
        kernels.add(new Kernel(volume, directory, name, version));
      }
    }
  }

  private Optional<BootEntry> entry(Kernel kernel) {
    Optional<BootFile> file = search.file(kernel.volume(), kernel.path());
    if (file.isEmpty()) {
      return Optional.empty();
    }
    Optional<BootFile> initrd = initrd(kernel);
    Optional<Volume> root = root(kernel.volume());
    List<String> notes = new ArrayList<>();
    notes.add("no configuration names it: the command line was made for it");
    String commandLine = commandLine(root, initrd.isPresent(), notes);
    return Optional.of(
        new BootEntry(
            "Linux " + (kernel.version().isEmpty() ? kernel.name() : kernel.version()),
            kernel.name(),
            kernel.volume().name() + ": " + kernel.path(),
            file.get(),
            initrd.stream().toList(),
            commandLine,
            notes));
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
        .map(name -> new Kernel(kernel.volume(), kernel.directory(), name, "").path())
        .flatMap(path -> search.file(kernel.volume(), path).stream())
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
