package io.jvmm.monitor.spec;

import io.jvmm.virtio.block.qcow2.Qcow2Creator;
import io.jvmm.vmm.spec.ConsoleSpec;
import io.jvmm.vmm.spec.DiskSpec;
import io.jvmm.vmm.spec.NetworkSpec;
import io.jvmm.vmm.spec.VmSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A specification whose files have all been found (or built, or copied), as absolute paths.
 *
 * @param spec what the user asked for
 * @param boot what it boots
 * @param disks the disks' images, in the order of {@link VmSpec#disks}
 */
public record ResolvedSpec(VmSpec spec, BootFiles boot, List<Path> disks) {
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
        BootFiles.of(spec.boot(), files),
        spec.disks().stream().map(disk -> disk(disk, files)).toList());
  }

  private static Path disk(DiskSpec disk, SpecFiles files) {
    Path path = files.absolute(disk.path());
    disk.copyOf().ifPresent(from -> SparseCopy.ifMissing(() -> files.locate(from), path));
    disk.overlayOf()
        .filter(_ -> !Files.exists(path))
        .ifPresent(base -> Qcow2Creator.createOverlay(path, files.locate(base)));
    return path;
  }

  /** The same machine with other interfaces. */
  public ResolvedSpec withNetworks(List<NetworkSpec> networks) {
    return new ResolvedSpec(spec.withNetworks(networks), boot, disks);
  }

  /** The same machine with its console at standard input and output, and no ports. */
  public ResolvedSpec withoutPorts() {
    ConsoleSpec plain = new ConsoleSpec(spec.console().input(), spec.console().inputAfter());
    return new ResolvedSpec(spec.withConsole(plain), boot, disks);
  }

  /** The same specification as JSON with absolute paths, for another process to run. */
  public String toJson() {
    return new RecordWriter().write(located());
  }

  /** The specification with every default written out, and absolute paths. */
  public VmSpec located() {
    List<DiskSpec> diskSpecs = new ArrayList<>();
    for (int i = 0; i < disks.size(); i++) {
      diskSpecs.add(spec.disks().get(i).locatedAt(BootFiles.reference(disks.get(i))));
    }
    return new VmSpec(
        spec.name(),
        spec.cpus(),
        spec.cpu(),
        spec.memory(),
        spec.gic(),
        spec.transport(),
        boot.in(spec.boot()),
        diskSpecs,
        spec.networks(),
        spec.console());
  }
}
