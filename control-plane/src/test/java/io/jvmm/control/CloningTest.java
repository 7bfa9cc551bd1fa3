package io.jvmm.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.monitor.control.RunLock;
import io.jvmm.monitor.machine.ExitStatus;
import io.jvmm.vmm.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloningTest {
  @TempDir private Path directory;
  private MachineStore store = new MachineStore(Path.of("/nonexistent"));

  @BeforeEach
  void aMachineWithADisk() throws IOException {
    store = new MachineStore(directory.resolve("vms"));
    create("a", "{'path': 'vm:disk.img'}, {'path': 'tools.img', 'readOnly': true}");
    Files.writeString(store.home("a").directory().resolve("disk.img"), "data");
  }

  private void create(String name, String disks) throws IOException {
    String json = "{'name': '%s', 'disks': [%s]}".formatted(name, disks).replace('\'', '"');
    store.create(name, Files.writeString(directory.resolve("a.json"), json), directory);
  }

  private StoredMachine clone(String name) {
    return new Cloning(store, store.machine(name)).as("b");
  }

  @Test
  void theCloneHasTheSpecificationAndCopiesOfTheDisks() throws IOException {
    StoredMachine clone = clone("a");
    Files.writeString(store.home("a").directory().resolve("disk.img"), "changed");

    assertThat(store.machines()).extracting(StoredMachine::name).containsExactly("a", "b");
    assertThat(clone.specification()).content().contains("\"b\"", "tools.img");
    assertThat(clone.origin()).isEqualTo(directory);
    assertThat(clone.home().directory().resolve("disk.img")).hasContent("data");
  }

  @Test
  void whatTheMachineDidBeforeIsNotTheClones() throws IOException {
    store.machine("a").record(() -> 0, ExitStatus.JVMM);
    Files.writeString(store.home("a").consoleLog(), "Hello");

    StoredMachine clone = clone("a");

    assertThat(clone.condition()).isEqualTo(Condition.CREATED);
    assertThat(clone.home().directory())
        .isDirectoryNotContaining("glob:**{console.log,run.json,lock}");
  }

  @Test
  void aDiskThatBothWouldWriteIsRefused() throws IOException {
    create("c", "{'path': '/dev/vg/disk'}, {'path': 'disk.img'}");

    assertThatThrownBy(() -> clone("c"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'/dev/vg/disk'")
        .hasMessageContaining("'disk.img'");
    assertThat(store.home("b").directory()).doesNotExist();
  }

  @Test
  void firmwaresVariablesThatBothWouldWriteAreRefused() throws IOException {
    String json = "{'name': 'c', 'boot': {'firmware': {'code': 'a', 'variables': 'vars.fd'}}}";
    Path file = Files.writeString(directory.resolve("c.json"), json.replace('\'', '"'));
    store.create("c", file, directory);

    assertThatThrownBy(() -> clone("c"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'vars.fd'");
  }

  @Test
  void aMachineThatRunsIsNotCloned() {
    try (RunLock _ = store.home("a").lock()) {
      assertThatThrownBy(() -> clone("a")).hasMessageContaining("is running already");
    }
    assertThat(store.machines()).hasSize(1);
  }

  @Test
  void aNameThatIsTakenIsRefused() throws IOException {
    create("b", "");

    assertThatThrownBy(() -> clone("a")).hasMessageContaining("there is a machine 'b' already");
  }

  @Test
  void whatCannotBeCopiedLeavesNothingBehind() throws IOException {
    Files.delete(store.home("a").origin());

    assertThatThrownBy(() -> clone("a")).hasMessageContaining("spec.origin");
    try (var all = Files.list(store.root())) {
      assertThat(all).containsExactly(store.home("a").directory());
    }
  }
}
