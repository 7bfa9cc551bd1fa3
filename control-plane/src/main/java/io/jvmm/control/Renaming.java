package io.jvmm.control;

import io.jvmm.control.MachineEvent.Kind;
import io.jvmm.monitor.control.RunLock;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * Gives a machine another name. Its directory is moved at once, and has the last word: if this
 * process is killed before the specification has the name too, whoever asks for the machine next
 * writes it.
 *
 * @param store where the machine is
 * @param machine which
 */
public record Renaming(MachineStore store, StoredMachine machine) {
  /**
   * Does it.
   *
   * @param name that no machine has
   * @return the machine
   * @throws ConfigurationException if the machine runs, or was not created, or the name is taken or
   *     none
   * @throws HostException if the directory cannot be moved
   */
  public StoredMachine to(String name) {
    MachineHome target = store.free(name);
    if (!machine.isCreated()) {
      throw new ConfigurationException(
          "machine '%s' was not created, only run: change \"name\" in its specification"
              .formatted(machine.name()));
    }
    StoredMachine renamed = new StoredMachine(target);
    try (RunLock _ = machine.home().lock()) {
      Files.move(machine.home().directory(), target.directory());
      writeNameOrMoveBack(renamed);
    } catch (IOException e) {
      throw new HostException(
          "cannot rename machine '%s' to '%s': %s".formatted(machine.name(), name, e.getMessage()),
          e);
    }
    store.events().add(name, Kind.RENAMED, Optional.of("was '%s'".formatted(machine.name())));
    return renamed;
  }

  private void writeNameOrMoveBack(StoredMachine renamed) throws IOException {
    try {
      renamed.writeName();
    } catch (HostException e) {
      Files.move(renamed.home().directory(), machine.home().directory());
      throw e;
    }
  }
}
