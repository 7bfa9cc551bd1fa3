package io.jvmm.monitor.spec;

import io.jvmm.virtio.block.qcow2.Qcow2Creator;
import io.jvmm.vmm.spec.BootSpec;
import io.jvmm.vmm.spec.DiskSpec;
import io.jvmm.vmm.spec.FileReference;
import io.jvmm.vmm.spec.NetworkSpec;
import io.jvmm.vmm.spec.VmSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A specification whose files have all been found (or built, or copied), as absolute paths.
 *
 * @param spec what the user asked for
 * @param kernel the kernel
 * @param initrd the initial RAM file system
 * @param disks the disks' images, in the order of {@link VmSpec#disks}
 */
public record ResolvedSpec(VmSpec spec, Path kernel, Optional<Path> initrd, List<Path> disks) {
  /** Copies the list. */
  public ResolvedSpec {
    disks = List.copyOf(disks);
  }

  /**
   * Finds the files; builds the guest images and copies the disks that are not there yet.
   *
   * @throws io.jvmm.vmm.error.VmmException if that fails
   */
  public static ResolvedSpec of(VmSpec spec, SpecFiles files) {
    return new ResolvedSpec(
        spec.withConsole(spec.console().withConnections(files::located)),
        absolute(files.locate(spec.boot().kernel())),
        spec.boot().initrd().map(initrd -> absolute(files.locate(initrd))),
        spec.disks().stream().map(disk -> absolute(disk(disk, files))).toList());
  }

  private static Path disk(DiskSpec disk, SpecFiles files) {
    Path path = files.locate(disk.path());
    disk.copyOf().ifPresent(from -> SparseCopy.ifMissing(() -> files.locate(from), path));
    disk.overlayOf()
        .filter(_ -> !Files.exists(path))
        .ifPresent(base -> Qcow2Creator.createOverlay(path, files.locate(base)));
    return path;
  }

  /** The same machine with other interfaces. */
  public ResolvedSpec withNetworks(List<NetworkSpec> networks) {
    return new ResolvedSpec(spec.withNetworks(networks), kernel, initrd, disks);
  }

  /** The same specification as JSON with absolute paths, for another process to run. */
  public String toJson() {
    return new RecordWriter().write(located());
  }

  private VmSpec located() {
    BootSpec boot =
        new BootSpec(reference(kernel), initrd.map(ResolvedSpec::reference), spec.boot().cmdline());
    List<DiskSpec> diskSpecs = new ArrayList<>();
    for (int i = 0; i < disks.size(); i++) {
      diskSpecs.add(spec.disks().get(i).locatedAt(reference(disks.get(i))));
    }
    return new VmSpec(
        spec.name(),
        spec.cpus(),
        spec.cpu(),
        spec.memory(),
        spec.gic(),
        spec.transport(),
        boot,
        diskSpecs,
        spec.networks(),
        spec.console());
  }

  private static FileReference reference(Path path) {
    return new FileReference.HostPath(path.toString());
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
