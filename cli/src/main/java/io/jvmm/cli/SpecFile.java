package io.jvmm.cli;

import io.jvmm.control.StoredMachine;
import io.jvmm.monitor.spec.BootOverrides;
import io.jvmm.monitor.spec.GuestImages;
import io.jvmm.monitor.spec.ResolvedSpec;
import io.jvmm.monitor.spec.SpecFiles;
import io.jvmm.monitor.spec.SpecReader;
import io.jvmm.vmm.spec.VmSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A specification on disk, with the places where its files are looked for.
 *
 * @param file the JSON file
 * @param directory what relative paths in it start from
 * @param images the guest images
 * @param overrides what the command line says instead
 */
record SpecFile(Path file, Path directory, GuestImages images, BootOverrides overrides) {
  /** A file of the user's. */
  static SpecFile of(Path file, GuestImages images) {
    Path parent = file.toAbsolutePath().getParent();
    return new SpecFile(file, parent == null ? Path.of("/") : parent, images, BootOverrides.none());
  }

  /** A file of the user's, or, where there is none, the machine that was created by that name. */
  static SpecFile ofFileOrMachine(Path file, GuestImages images) {
    return created(file)
        .map(machine -> ofMachine(machine, images))
        .orElseGet(() -> of(file, images));
  }

  private static SpecFile ofMachine(StoredMachine machine, GuestImages images) {
    machine.settleName();
    return new SpecFile(machine.specification(), machine.origin(), images, BootOverrides.none());
  }

  /** The same with what the command line says instead. */
  SpecFile with(BootOverrides changes) {
    return new SpecFile(file, directory, images, changes);
  }

  private static Optional<StoredMachine> created(Path name) {
    return Files.isRegularFile(name)
        ? Optional.empty()
        : Machines.store().machines().stream()
            .filter(StoredMachine::isCreated)
            .map(StoredMachine::name)
            .filter(name.toString()::equals)
            .findFirst()
            .map(Machines.store()::machine);
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
    SpecFile nowhere = of(Path.of(name), images);
    VmSpec spec = new SpecReader(nowhere::files).read(name, overrides);
    return ResolvedSpec.of(spec, nowhere.files(name));
  }

  private SpecFiles files(String machine) {
    return new SpecFiles(directory, Machines.store().home(machine).directory(), images);
  }
}
