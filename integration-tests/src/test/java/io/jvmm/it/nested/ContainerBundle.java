package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A container image as what a run-time such as crun starts: a root and a configuration (OCI Runtime
 * Specification 1.1, "Filesystem Bundle"), made of the archive as an engine makes them.
 */
final class ContainerBundle {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> NAMESPACES = List.of("pid", "network", "ipc", "uts", "mount");

  private final Path directory;

  private ContainerBundle(Path directory) {
    this.directory = directory;
  }

  /**
   * Unpacks an image.
   *
   * @param directory an empty directory, which becomes the bundle
   */
  static ContainerBundle unpack(Path archive, Path directory)
      throws IOException, InterruptedException {
    Path image = Files.createDirectory(directory.resolve("image"));
    run("tar", "-xf", archive.toString(), "-C", image.toString());
    Path root = Files.createDirectory(directory.resolve("rootfs"));
    JsonNode manifest = blob(image, read(image.resolve("index.json")).at("/manifests/0"));
    for (JsonNode layer : manifest.get("layers")) {
      run("tar", "-xzf", path(image, layer).toString(), "-C", root.toString());
    }
    Files.copy(path(image, manifest.get("config")), directory.resolve("image.json"));
    run("rm", "-rf", image.toString());
    return new ContainerBundle(directory);
  }

  private static JsonNode blob(Path image, JsonNode descriptor) {
    return read(path(image, descriptor));
  }

  private static Path path(Path image, JsonNode descriptor) {
    return image.resolve("blobs").resolve(descriptor.get("digest").asString().replace(':', '/'));
  }

  private static JsonNode read(Path file) {
    return JSON.readTree(file);
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Result result = Shell.run("", List.of(command));
    assertThat(result.status()).as(result.toString()).isZero();
  }

  /** Gives the entry point its words, KVM, and these directories to read at the same paths. */
  void configure(List<String> words, List<Path> shown) throws IOException {
    JsonNode image = read(directory.resolve("image.json")).get("config");
    ObjectNode json = JSON.createObjectNode().put("ociVersion", "1.0.2");
    json.putObject("root").put("path", "rootfs");
    ObjectNode process = json.putObject("process").put("terminal", false);
    process.putObject("user").put("uid", 0).put("gid", 0);
    image.get("Entrypoint").forEach(process.withArray("args")::add);
    words.forEach(process.withArray("args")::add);
    process.set("env", image.get("Env"));
    process.set("cwd", image.get("WorkingDir"));
    addMounts(json, shown);
    addKvm(json.putObject("linux"));
    Files.write(directory.resolve("config.json"), JSON.writeValueAsBytes(json));
  }

  private static void addMounts(ObjectNode json, List<Path> shown) {
    mount(json, "proc", "proc", "/proc");
    mount(json, "sysfs", "sysfs", "/sys").add("ro");
    mount(json, "tmpfs", "tmpfs", "/dev");
    mount(json, "tmpfs", "tmpfs", "/tmp");
    for (Path each : shown) {
      mount(json, "bind", each.toString(), each.toString()).add("rbind").add("ro");
    }
  }

  private static ArrayNode mount(ObjectNode json, String type, String source, String destination) {
    ObjectNode mount = json.withArray("mounts").addObject();
    mount.put("type", type).put("source", source).put("destination", destination);
    return mount.putArray("options");
  }

  /** As {@code --device /dev/kvm} does: a misc device (Linux, admin-guide/devices). */
  private static void addKvm(ObjectNode linux) {
    for (String each : NAMESPACES) {
      linux.withArray("namespaces").addObject().put("type", each);
    }
    ObjectNode device = linux.putArray("devices").addObject().put("path", "/dev/kvm");
    device.put("type", "c").put("major", 10).put("minor", 232).put("fileMode", 0600);
  }
}
