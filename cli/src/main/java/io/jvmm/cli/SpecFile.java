package io.jvmm.cli;

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
 */
record SpecFile(Path file, GuestImages images) {
  /** Reads and checks it. */
  VmSpec read() {
    return new SpecReader(this::files).read(file);
  }

  /** Reads and checks it, then builds and copies what is missing. */
  ResolvedSpec resolve() {
    VmSpec spec = read();
    return ResolvedSpec.of(spec, files(spec.name()));
  }

  private SpecFiles files(String machine) {
    Path parent = file.toAbsolutePath().getParent();
    return new SpecFiles(
        parent == null ? Path.of("/") : parent,
        MachineHome.of(machine, System.getenv()).directory(),
        images);
  }
}
