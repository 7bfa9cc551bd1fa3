package io.jvmm.monitor.spec;

import io.jvmm.vmm.spec.BootSpec;
import io.jvmm.vmm.spec.DiskSpec;
import io.jvmm.vmm.spec.FileReference;
import io.jvmm.vmm.spec.FileReference.HostPath;
import io.jvmm.vmm.spec.MemorySize;
import io.jvmm.vmm.spec.VmSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a command line puts in the place of what a specification says. Paths are relative to where
 * the command is given.
 *
 * @param kernel boots this kernel of the host's; what is on a disk, and firmware, count no more
 * @param disk boots what is on this disk image, which becomes the machine's last disk
 * @param initrds instead of the specification's
 * @param initrdsAdded behind all others; directories are packed
 * @param commandLine instead of the specification's
 * @param environment of a FreeBSD kernel, behind the specification's: the last one counts
 * @param memory instead of the specification's
 */
public record BootOverrides(
    Optional<Path> kernel,
    Optional<Path> disk,
    List<Path> initrds,
    List<Path> initrdsAdded,
    Optional<String> commandLine,
    List<String> environment,
    Optional<MemorySize> memory) {
  private static final BootSpec NOTHING =
      new BootSpec(
          Optional.empty(),
          List.of(),
          "",
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of());

  /** The keys of a machine without a specification. */
  private record Alone(
      String name, BootSpec boot, List<DiskSpec> disks, Optional<MemorySize> memory) {}

  /** Copies the lists. */
  public BootOverrides {
    initrds = List.copyOf(initrds);
    initrdsAdded = List.copyOf(initrdsAdded);
    environment = List.copyOf(environment);
  }

  /** Nothing: the specification as it is. */
  public static BootOverrides none() {
    return new BootOverrides(
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  /** Whether they say what to boot: then no specification is needed. */
  public boolean areComplete() {
    return kernel.isPresent() || disk.isPresent();
  }

  /** The machine of a specification, with all of it. */
  Record in(VmSpec spec) {
    List<DiskSpec> disks = Stream.concat(spec.disks().stream(), disks()).toList();
    VmSpec changed = spec.withBoot(changed(spec.boot(), disks.size() - 1), disks);
    return memory.map(changed::withMemory).orElse(changed);
  }

  /** A machine of nothing else; what is not in it has its default. */
  Record alone(String name) {
    return new Alone(name, changed(NOTHING, 0), disks().toList(), memory);
  }

  private Stream<DiskSpec> disks() {
    return disk.stream().map(image -> DiskSpec.of(reference(image)));
  }

  private BootSpec changed(BootSpec spec, int lastDisk) {
    BootSpec boot = areComplete() ? another(spec, lastDisk) : spec;
    Stream<FileReference> first =
        initrds.isEmpty() ? boot.initrd().stream() : initrds.stream().map(BootOverrides::reference);
    return new BootSpec(
        boot.kernel(),
        Stream.concat(first, initrdsAdded.stream().map(BootOverrides::reference)).toList(),
        commandLine.orElse(boot.cmdline()),
        Stream.concat(boot.environment().stream(), environment.stream()).toList(),
        boot.loadAddress(),
        boot.disk(),
        boot.entry(),
        boot.firmware(),
        boot.overlays());
  }

  /** What is booted instead; a kernel takes over what another kernel was given. */
  private BootSpec another(BootSpec spec, int lastDisk) {
    BootSpec given = disk.isEmpty() && spec.kernel().isPresent() ? spec : NOTHING;
    return new BootSpec(
        kernel.map(BootOverrides::reference),
        given.initrd(),
        given.cmdline(),
        given.environment(),
        Optional.empty(),
        disk.map(_ -> lastDisk),
        Optional.empty(),
        Optional.empty(),
        spec.overlays());
  }

  private static FileReference reference(Path path) {
    return new HostPath(path.toAbsolutePath().normalize().toString());
  }
}
