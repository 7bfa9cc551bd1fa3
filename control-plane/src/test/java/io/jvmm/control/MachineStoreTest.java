package io.jvmm.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.monitor.control.RunLock;
import io.jvmm.vmm.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineStoreTest {
  @TempDir private Path directory;
  private MachineStore store = new MachineStore(Path.of("/nonexistent"));
  private Path file = Path.of("");

  @BeforeEach
  void aStoreAndASpecification() throws IOException {
    store = new MachineStore(directory.resolve("vms"));
    file = Files.writeString(directory.resolve("a.json"), "{\"name\": \"a\"}");
  }

  @Test
  void nobodyElseLooksIntoAMachinesDirectoryNorIntoThatOfItsClone() throws IOException {
    StoredMachine machine = store.create("a", file, directory);
    StoredMachine clone = new Cloning(store, machine).as("b");

    for (Path each : List.of(machine.home().directory(), clone.home().directory())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void aMachinesDirectoryFollowsXdgStateHome() {
    assertThat(MachineStore.of(Map.of("XDG_STATE_HOME", "/state")).home("a").directory())
        .isEqualTo(Path.of("/state/jvmm/vms/a"));
  }

  @Test
  void aRelativeXdgStateHomeIsIgnoredAsTheSpecificationSays() {
    assertThat(MachineStore.of(Map.of("XDG_STATE_HOME", "state")).root())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".local/state/jvmm/vms"));
  }

  @Test
  void anEmptyStoreHasNoMachines() {
    assertThat(store.machines()).isEmpty();
  }

  @Test
  void whatWasCreatedIsListedByName() {
    store.create("b", file, directory);
    store.create("a", file, directory);

    assertThat(store.machines()).extracting(StoredMachine::name).containsExactly("a", "b");
  }

  @Test
  void aMachineKeepsItsSpecificationAndWhereThatCameFrom() {
    StoredMachine machine = store.create("a", file, directory);

    assertThat(machine.specification()).hasSameTextualContentAs(file);
    assertThat(machine.origin()).isEqualTo(directory);
    assertThat(machine.condition()).isEqualTo(Condition.CREATED);
  }

  @Test
  void creatingItAgainChangesNothing() throws IOException {
    StoredMachine machine = store.create("a", file, directory);
    var before = Files.getLastModifiedTime(machine.specification());

    assertThat(store.create("a", file, directory)).isEqualTo(machine);
    assertThat(Files.getLastModifiedTime(machine.specification())).isEqualTo(before);
  }

  @Test
  void anotherSpecificationOfThatNameIsRefused() throws IOException {
    store.create("a", file, directory);
    Files.writeString(file, "{\"name\": \"a\", \"cpus\": 2}");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> store.create("a", file, directory))
        .withMessageContaining("exists with another specification")
        .withMessageContaining("jvmm destroy a");
  }

  @Test
  void theSameTextFromAnotherDirectoryIsAnotherSpecification() {
    store.create("a", file, directory);

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> store.create("a", file, directory.resolve("elsewhere")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"b", "", ".", "..", "../vms/a", "a/../a", ".hidden"})
  void aNameWithoutAMachineIsAnError(String name) {
    store.create("a", file, directory);

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> store.machine(name))
        .withMessageContaining("there is no machine '" + name + "'");
  }

  @Test
  void destroyingAMachineRemovesAllOfIt() throws IOException {
    StoredMachine machine = store.create("a", file, directory);
    Files.writeString(machine.home().directory().resolve("disk.img"), "disk");

    store.destroy(machine);

    assertThat(store.machines()).isEmpty();
    assertThat(store.root()).isEmptyDirectory();
  }

  @Test
  void whatAKilledProcessLeftOfAMachineGoesWithTheNext() throws IOException {
    StoredMachine machine = store.create("a", file, directory);
    long nobody = Long.parseLong("9".repeat(10));
    Path leftover = Files.createDirectory(store.root().resolve(".b.destroyed-" + nobody));
    Files.writeString(leftover.resolve("disk.img"), "disk");

    assertThat(store.machines()).containsExactly(machine);
    store.destroy(machine);

    assertThat(store.root()).isEmptyDirectory();
  }

  @Test
  void aMachineThatRunsIsNotDestroyed() {
    StoredMachine machine = store.create("a", file, directory);

    try (RunLock _ = machine.home().lock()) {
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> store.destroy(machine))
          .withMessageContaining("running already");
    }
    assertThat(machine.specification()).exists();
  }
}
