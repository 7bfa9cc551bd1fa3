package io.jvmm.packaging;

import io.jvmm.provisioning.Architecture;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a container of an image does (OCI Image Format Specification 1.1, "Image Configuration").
 *
 * @param architecture what its programs are compiled for
 * @param entryPoint the words that the user's follow
 * @param environment variables, each as {@code NAME=VALUE}
 * @param directory where the program starts
 * @param created when the image was made
 */
record ImageConfig(
    Architecture architecture,
    List<String> entryPoint,
    List<String> environment,
    String directory,
    Instant created) {
  /** Copies the lists. */
  ImageConfig {
    entryPoint = List.copyOf(entryPoint);
    environment = List.copyOf(environment);
  }

  /**
   * As JSON.
   *
   * @param layers checksums of the layers before compression, the lowest first
   */
  ObjectNode json(List<String> layers) {
    ObjectNode json = new JsonMapper().createObjectNode();
    // The architectures' names are Go's, and Debian's are the same for these.
    json.put("architecture", architecture.debianName()).put("os", "linux");
    json.put("created", created.toString());
    ObjectNode config = json.putObject("config");
    entryPoint.forEach(config.putArray("Entrypoint")::add);
    environment.forEach(config.putArray("Env")::add);
    config.put("WorkingDir", directory);
    ObjectNode rootfs = json.putObject("rootfs").put("type", "layers");
    layers.stream().map(ImageArchive::digest).forEach(rootfs.putArray("diff_ids")::add);
    return json;
  }
}
