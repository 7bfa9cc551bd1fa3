package io.jvmm.http.api;

import io.jvmm.control.Cloning;
import io.jvmm.control.MachineStore;
import io.jvmm.control.Renaming;
import io.jvmm.control.Stopping;
import io.jvmm.control.StoredMachine;
import io.jvmm.http.Service;
import io.jvmm.http.api.Answer.Done;
import io.jvmm.http.api.Answer.Json;
import io.jvmm.http.api.Answer.Text;
import io.jvmm.monitor.spec.SpecFiles;
import io.jvmm.monitor.spec.SpecReader;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.spec.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Machines as directories: listed, shown, made, removed. */
record MachineHandlers(Service service) {
  static final Parameter.Flag FORCE =
      new Parameter.Flag("force", "Kill the machine first if it runs.");

  private MachineStore store() {
    return service.store();
  }

  /**
   * The machine that a path names.
   *
   * @throws Refusal if there is none
   */
  StoredMachine find(Call call) {
    try {
      return store().machine(call.path().getOrDefault("name", ""));
    } catch (ConfigurationException e) {
      throw new Refusal(404, e.problems(), Map.of());
    }
  }

  Answer list(Call call) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode machines = node.putArray("machines");
    store().machines().stream().map(MachineJson::of).forEach(machines::add);
    return Answer.of(node);
  }

  Answer show(Call call) {
    return Answer.of(MachineJson.of(find(call)));
  }

  Answer specification(Call call) {
    StoredMachine machine = find(call);
    if (!machine.isCreated()) {
      throw new Refusal(
          404, "machine '%s' runs without having been created".formatted(machine.name()));
    }
    try {
      return new Text("application/json", Files.readString(machine.specification()));
    } catch (IOException e) {
      throw new HostException(
          "cannot read '%s': %s".formatted(machine.specification(), e.getMessage()), e);
    }
  }

  /** Keeps a specification as a machine's; its images and disks are made by its first start. */
  Answer create(Call call) {
    NewMachine wanted = NewMachine.of(call.body().orElseThrow());
    String name = check(wanted).name();
    boolean isNew = !new StoredMachine(store().home(name)).isCreated();
    StoredMachine machine = keep(name, wanted);
    return new Json(
        isNew ? 201 : 200, MachineJson.of(machine), Optional.of("/v1/machines/" + name));
  }

  private VmSpec check(NewMachine wanted) {
    try {
      return new SpecReader(
              name ->
                  new SpecFiles(
                      wanted.directory(), store().home(name).directory(), service.images()))
          .parse("spec", wanted.text());
    } catch (ConfigurationException e) {
      throw new Refusal(400, e.problems(), Map.of());
    }
  }

  private StoredMachine keep(String name, NewMachine wanted) {
    try {
      Path draft = Files.createTempFile("jvmm-spec", ".json");
      try {
        return store().create(name, Files.writeString(draft, wanted.text()), wanted.directory());
      } finally {
        Files.delete(draft);
      }
    } catch (IOException e) {
      throw new HostException("cannot write a temporary file (%s): make room".formatted(e), e);
    }
  }

  /** Makes a machine like another; takes as long as copying its disks does. */
  Answer copy(Call call) {
    StoredMachine machine = find(call);
    NewName wanted = NewName.of(call.body().orElseThrow());
    StoredMachine clone = new Cloning(store(), machine).as(wanted.name());
    return new Json(201, MachineJson.of(clone), Optional.of("/v1/machines/" + clone.name()));
  }

  Answer rename(Call call) {
    StoredMachine machine = find(call);
    NewName wanted = NewName.of(call.body().orElseThrow());
    return Answer.of(MachineJson.of(new Renaming(store(), machine).to(wanted.name())));
  }

  Answer destroy(Call call) throws InterruptedException {
    StoredMachine machine = find(call);
    if (FORCE.in(call) && machine.process().isPresent()) {
      new Stopping(machine).kill();
    }
    store().destroy(machine);
    return new Done();
  }

  static ObjectNode listSchema() {
    return Schema.must(
        Schema.object("Machines, by name."),
        "machines",
        Schema.listOf(Schema.reference("Machine")));
  }
}
