package io.jvmm.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.monitor.control.RunLock;
import io.jvmm.vmm.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenamingTest {
  @TempDir private Path directory;
  private MachineStore store = new MachineStore(Path.of("/nonexistent"));

  @BeforeEach
  void aMachineWithADisk() throws IOException {
    store = new MachineStore(directory.resolve("vms"));
    StoredMachine machine = create("a");
    Files.writeString(machine.home().directory().resolve("disk.img"), "data");
  }

  private StoredMachine create(String name) throws IOException {
    String json = "{\"name\": \"%s\", \"cpus\": 2}".formatted(name);
    return store.create(name, Files.writeString(directory.resolve("a.json"), json), directory);
  }

  private StoredMachine rename(String name) {
    return new Renaming(store, store.machine("a")).to(name);
  }

  @Test
  void theMachineHasTheOtherNameAndAllItsFiles() {
    StoredMachine machine = rename("b");

    assertThat(store.machines()).containsExactly(machine);
    assertThat(machine.name()).isEqualTo("b");
    assertThat(machine.specification()).content().contains("\"b\"", "\"cpus\"", "2");
    assertThat(machine.home().directory().resolve("disk.img")).hasContent("data");
  }

  @Test
  void aNameThatIsTakenIsRefused() throws IOException {
    create("b");

    assertThatThrownBy(() -> rename("b"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("there is a machine 'b' already");
    assertThat(store.machines()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../b", "a/b", ".b", "b c", "ü"})
  void whatIsNoNameIsRefused(String name) {
    assertThatThrownBy(() -> rename(name))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is no name");
  }

  @Test
  void aMachineThatRunsKeepsItsName() {
    try (RunLock _ = store.home("a").lock()) {
      assertThatThrownBy(() -> rename("b")).hasMessageContaining("is running already");
    }
    assertThat(store.machines()).extracting(StoredMachine::name).containsExactly("a");
  }

  @Test
  void whatAKilledProcessLeftUndoneIsDoneByTheNext() throws IOException {
    Files.move(store.home("a").directory(), store.home("b").directory()); // and no more

    assertThat(store.machine("b").specification()).content().contains("\"b\"");
  }

  @Test
  void aSpecificationThatNobodyUnderstandsIsLeftAlone() throws IOException {
    Files.writeString(store.machine("a").specification(), "{\"name\": ");

    assertThat(store.machine("a").specification()).hasContent("{\"name\": ");
  }
}
