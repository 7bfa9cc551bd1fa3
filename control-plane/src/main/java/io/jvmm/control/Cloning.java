package io.jvmm.control;

import io.jvmm.control.MachineEvent.Kind;
import io.jvmm.monitor.control.RunLock;
import io.jvmm.monitor.spec.SparseCopy;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes a machine like another: with its specification but for the name, and with copies of the
 * files in its directory, such as its disks. It is there whole or not at all.
 *
 * @param store where the machines are
 * @param machine what it is to be like
 */
public record Cloning(MachineStore store, StoredMachine machine) {
  /**
   * Does it.
   *
   * @param name that no machine has
   * @return the new machine
   * @throws ConfigurationException if the machine runs, or has files elsewhere that both would
   *     write, or the name is taken or none
   * @throws HostException if something cannot be copied, such as on a full disk
   */
  public StoredMachine as(String name) {
    MachineHome target = store.free(name);
    SpecificationText specification = SpecificationText.read(machine.specification());
    requireOwnFiles(specification.writtenElsewhere());
    try (RunLock _ = machine.home().lock();
        UnfinishedDirectory unfinished = store.unfinished(name)) {
      MachineHome clone = new MachineHome(name, unfinished.path());
      copyFiles(clone);
      WholeFile.write(clone.origin(), machine.origin() + "\n");
      specification.withName(name).write(clone.specification());
      unfinished.finish(target.directory());
    } catch (IOException | UncheckedIOException e) {
      throw new HostException(
          "cannot clone machine '%s' as '%s': %s".formatted(machine.name(), name, e.getMessage()),
          e);
    }
    store.events().add(name, Kind.CREATED, Optional.of("like '%s'".formatted(machine.name())));
    return new StoredMachine(target);
  }

  private void requireOwnFiles(List<String> elsewhere) {
    if (!elsewhere.isEmpty()) {
      throw new ConfigurationException(
          elsewhere.stream()
              .map(
                  disk ->
                      ("'%s' is no file of machine '%s' itself, and both would write it: name"
                              + " it vm:FILE, or make it \"readOnly\"")
                          .formatted(disk, machine.name()))
              .toList());
    }
  }

  private void copyFiles(MachineHome clone) throws IOException {
    try (Stream<Path> files = Files.list(machine.home().directory())) {
      files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .filter(file -> !MachineHome.isState("" + file.getFileName()))
          .forEach(
              file ->
                  SparseCopy.ifMissing(
                      () -> file, clone.directory().resolve("" + file.getFileName())));
    }
  }
}
