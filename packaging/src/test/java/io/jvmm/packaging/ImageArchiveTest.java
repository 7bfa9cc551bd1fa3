package io.jvmm.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.provisioning.Architecture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ImageArchiveTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);
  private static final ImageConfig CONFIG =
      new ImageConfig(Architecture.ARM64, List.of("/run"), List.of("HOME=/"), "/work", TIME);

  @TempDir private Path directory;
  private Map<String, byte[]> files;

  @BeforeEach
  void anImageOfTwoLayers() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ImageArchive(directory, TIME)
        .layer(new FileSet().text("a", "below"))
        .layer(new FileSet().text("a", "above"))
        .write(CONFIG, "example", "1.0", bytes);
    files = untar(bytes.toByteArray());
  }

  @Test
  void everyPartIsNamedForItsChecksumAndTheIndexLeadsToAll() {
    JsonNode manifest = blob(json("index.json").at("/manifests/0"));
    blob(manifest.get("config"));
    manifest.get("layers").forEach(this::blobBytes);

    assertThat(manifest.get("layers")).hasSize(2);
    assertThat(files.keySet().stream().filter(each -> each.startsWith("blobs/sha256/")))
        .as("a manifest, a configuration, two layers, and the directory")
        .hasSize(5);
    assertThat(json("oci-layout").get("imageLayoutVersion").asString()).isEqualTo("1.0.0");
  }

  @Test
  void theConfigurationNamesTheLayersBeforeCompression() throws Exception {
    JsonNode manifest = blob(json("index.json").at("/manifests/0"));
    JsonNode config = blob(manifest.get("config"));

    byte[] layer = blobBytes(manifest.at("/layers/1"));
    byte[] tar = new GZIPInputStream(new ByteArrayInputStream(layer)).readAllBytes();

    assertThat(config.at("/rootfs/diff_ids/1").asString())
        .isEqualTo("sha256:" + Checksum.SHA256.of(tar));
    assertThat(untar(tar)).containsEntry("a", "above".getBytes(UTF_8));
  }

  @Test
  void theConfigurationSaysWhatRunsAndWhere() {
    JsonNode config = blob(blob(json("index.json").at("/manifests/0")).get("config"));

    assertThat(config.get("architecture").asString()).isEqualTo("arm64");
    assertThat(config.get("os").asString()).isEqualTo("linux");
    assertThat(config.at("/config/Entrypoint/0").asString()).isEqualTo("/run");
    assertThat(config.at("/config/Env/0").asString()).isEqualTo("HOME=/");
    assertThat(config.at("/config/WorkingDir").asString()).isEqualTo("/work");
  }

  @Test
  void olderDockersFindTheSameParts() {
    JsonNode manifest = blob(json("index.json").at("/manifests/0"));
    JsonNode dockers = json("manifest.json").get(0);

    assertThat(dockers.at("/RepoTags/0").asString()).isEqualTo("example:1.0");
    assertThat(dockers.get("Config").asString()).isEqualTo(path(manifest.get("config")));
    assertThat(dockers.at("/Layers/1").asString()).isEqualTo(path(manifest.at("/layers/1")));
  }

  private JsonNode json(String name) {
    return new JsonMapper().readTree(content(name));
  }

  private JsonNode blob(JsonNode descriptor) {
    return new JsonMapper().readTree(blobBytes(descriptor));
  }

  /** A part, which is as long as its descriptor says, and has its checksum. */
  private byte[] blobBytes(JsonNode descriptor) {
    byte[] bytes = content(path(descriptor));
    assertThat(bytes).hasSize(descriptor.get("size").asInt());
    assertThat("sha256:" + Checksum.SHA256.of(bytes))
        .isEqualTo(descriptor.get("digest").asString());
    return bytes;
  }

  private byte[] content(String name) {
    assertThat(files).containsKey(name);
    return files.getOrDefault(name, new byte[0]);
  }

  private static String path(JsonNode descriptor) {
    return "blobs/" + descriptor.get("digest").asString().replace(':', '/');
  }

  private static Map<String, byte[]> untar(byte[] archive) throws IOException {
    Map<String, byte[]> contents = new HashMap<>();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
      for (TarArchiveEntry each = tar.getNextEntry(); each != null; each = tar.getNextEntry()) {
        contents.put(each.getName(), tar.readAllBytes());
      }
    }
    return contents;
  }
}
