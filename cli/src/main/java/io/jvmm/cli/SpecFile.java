package io.jvmm.cli;

import io.jvmm.monitor.spec.BootOverrides;
import io.jvmm.monitor.spec.GuestImages;
import io.jvmm.monitor.spec.ResolvedSpec;
import io.jvmm.monitor.spec.SpecFiles;
import io.jvmm.monitor.spec.SpecReader;
import io.jvmm.vmm.spec.VmSpec;
import java.nio.file.Path;

/**
 * A specification on disk, with the places where its files are looked for.
 *
 * @param file the JSON file
 * @param images the guest images
 * @param overrides what the command line says instead
 */
record SpecFile(Path file, GuestImages images, BootOverrides overrides) {
  SpecFile(Path file, GuestImages images) {
    this(file, images, BootOverrides.none());
  }

  /** The same with what the command line says instead. */
  SpecFile with(BootOverrides changes) {
    return new SpecFile(file, images, changes);
  }

  /** Reads and checks it. */
  VmSpec read() {
    return new SpecReader(this::files).read(file, overrides);
  }

  /** Reads and checks it, then builds and copies what is missing. */
  ResolvedSpec resolve() {
    VmSpec spec = read();
    return ResolvedSpec.of(spec, files(spec.name()));
  }

  /** The machine that a command line describes without a file. */
  static ResolvedSpec withoutFile(String name, BootOverrides overrides, GuestImages images) {
    SpecFile nowhere = new SpecFile(Path.of(name), images);
    VmSpec spec = new SpecReader(nowhere::files).read(name, overrides);
    return ResolvedSpec.of(spec, nowhere.files(name));
  }

  private SpecFiles files(String machine) {
    Path parent = file.toAbsolutePath().getParent();
    return new SpecFiles(
        parent == null ? Path.of("/") : parent,
        MachineHome.of(machine, System.getenv()).directory(),
        images);
  }
}
