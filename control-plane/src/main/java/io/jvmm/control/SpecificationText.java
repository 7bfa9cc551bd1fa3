package io.jvmm.control;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.VmmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A specification as a machine keeps it: JSON, of which this knows no more than it must.
 *
 * @param root the whole of it
 */
record SpecificationText(ObjectNode root) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String NAME = "name";

  /**
   * Reads one.
   *
   * @throws ConfigurationException if it is no object of JSON
   * @throws HostException if it cannot be read
   */
  static SpecificationText read(Path file) {
    try {
      if (JSON.readTree(Files.readString(file)) instanceof ObjectNode root) {
        return new SpecificationText(root);
      }
    } catch (IOException e) {
      throw new HostException("cannot read '%s': %s".formatted(file, e.getMessage()), e);
    } catch (JacksonException e) {
      throw new ConfigurationException(
          "'%s' is no JSON: %s".formatted(file, e.getOriginalMessage()));
    }
    throw new ConfigurationException("'%s' is no object of JSON".formatted(file));
  }

  /** Reads one; empty if that cannot be done: whoever needs it is told why. */
  static Optional<SpecificationText> ifReadable(Path file) {
    try {
      return Optional.of(read(file));
    } catch (VmmException e) {
      return Optional.empty();
    }
  }

  /** The machine's name; empty if it says none. */
  String name() {
    return root.path(NAME).asString("");
  }

  /** The same specification for a machine of another name. */
  SpecificationText withName(String name) {
    return new SpecificationText(root.deepCopy().put(NAME, name));
  }

  /** Files that are written and are none of the machine's own: disks, and firmware's variables. */
  List<String> writtenElsewhere() {
    Stream<String> disks =
        root.path("disks")
            .valueStream()
            .filter(disk -> !disk.path("readOnly").asBoolean(false))
            .map(disk -> disk.path("path").asString(""));
    Stream<String> variables =
        root.path("boot").path("firmware").path("variables").stringValueOpt().stream();
    return Stream.concat(disks, variables).filter(path -> !path.startsWith("vm:")).toList();
  }

  /** Puts it on disk, whole or not at all. */
  void write(Path file) {
    WholeFile.write(file, ((JsonNode) root).toPrettyString() + "\n");
  }
}
