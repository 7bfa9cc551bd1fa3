package io.jvmm.packaging;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A container image as one file that {@code docker load} and {@code podman load} take: an image
 * layout (OCI Image Format Specification 1.1, "Image Layout") in a tar archive, with the {@code
 * manifest.json} beside it that older Dockers read instead. Made by no daemon and from no registry.
 */
final class ImageArchive {
  private static final String TYPE = "application/vnd.oci.image.";
  private static final String MANIFEST = TYPE + "manifest.v1+json";
  private static final String CONFIG = TYPE + "config.v1+json";
  private static final String LAYER = TYPE + "layer.v1.tar+gzip";

  /** A part of the image; {@code contentSha256} is that of a layer before compression. */
  private record Blob(String mediaType, String sha256, long size, String contentSha256) {
    String path() {
      return "blobs/sha256/" + sha256;
    }

    ObjectNode descriptor() {
      ObjectNode json = new JsonMapper().createObjectNode();
      return json.put("mediaType", mediaType).put("digest", digest(sha256)).put("size", size);
    }
  }

  private final JsonMapper mapper = new JsonMapper();
  private final Path work;
  private final Instant time;
  private final FileSet files = new FileSet();
  private final List<Blob> layers = new ArrayList<>();

  /**
   * An image without layers.
   *
   * @param work an empty directory for what is between the files and the archive
   * @param time when all its files were changed
   */
  ImageArchive(Path work, Instant time) {
    this.work = work;
    this.time = time;
  }

  /** A SHA-256 as the specification writes it ("Digests"). */
  static String digest(String sha256) {
    return "sha256:" + sha256;
  }

  /** Adds files over those of the layers before. */
  ImageArchive layer(FileSet contents) throws IOException {
    Path file = work.resolve("layer" + layers.size());
    DigestOutputStream compressed =
        new DigestOutputStream(Files.newOutputStream(file), Checksum.SHA256.digest());
    DigestOutputStream plain =
        new DigestOutputStream(new GZIPOutputStream(compressed), Checksum.SHA256.digest());
    try (compressed;
        plain) {
      new TarArchive(contents, time).write(plain);
    }
    Blob blob = new Blob(LAYER, sum(compressed), Files.size(file), sum(plain));
    files.copy(blob.path(), file);
    layers.add(blob);
    return this;
  }

  private static String sum(DigestOutputStream stream) {
    return Checksum.text(stream.getMessageDigest().digest());
  }

  /**
   * Writes the archive, and leaves the stream open.
   *
   * @param name what the image is called once it is loaded: {@code jvmm}
   * @param tag its version, of letters, digits, points and hyphens
   */
  void write(ImageConfig config, String name, String tag, OutputStream output) throws IOException {
    Blob configuration =
        blob(CONFIG, config.json(layers.stream().map(Blob::contentSha256).toList()));
    Blob manifest = blob(MANIFEST, manifest(configuration));
    files.content("index.json", bytes(index(manifest, name, tag)));
    files.content("manifest.json", bytes(dockersManifest(configuration, name, tag)));
    files.text("oci-layout", "{\"imageLayoutVersion\": \"1.0.0\"}\n");
    new TarArchive(files, time).write(output);
  }

  private Blob blob(String mediaType, ObjectNode json) {
    byte[] bytes = bytes(json);
    String sum = Checksum.SHA256.of(bytes);
    Blob blob = new Blob(mediaType, sum, bytes.length, sum);
    files.content(blob.path(), bytes);
    return blob;
  }

  private byte[] bytes(Object json) {
    return mapper.writeValueAsBytes(json);
  }

  private ObjectNode manifest(Blob configuration) {
    ObjectNode json = mapper.createObjectNode().put("schemaVersion", 2).put("mediaType", MANIFEST);
    json.set("config", configuration.descriptor());
    layers.stream().map(Blob::descriptor).forEach(json.putArray("layers")::add);
    return json;
  }

  private ObjectNode index(Blob manifest, String name, String tag) {
    ObjectNode descriptor = manifest.descriptor();
    descriptor
        .putObject("annotations")
        .put("io.containerd.image.name", "docker.io/library/%s:%s".formatted(name, tag))
        .put("org.opencontainers.image.ref.name", tag);
    ObjectNode json = mapper.createObjectNode().put("schemaVersion", 2);
    json.put("mediaType", TYPE + "index.v1+json").putArray("manifests").add(descriptor);
    return json;
  }

  /** Docker Image Specification 1.2, "Combined Image JSON + Filesystem Changeset Format". */
  private List<ObjectNode> dockersManifest(Blob configuration, String name, String tag) {
    ObjectNode json = mapper.createObjectNode().put("Config", configuration.path());
    json.putArray("RepoTags").add(name + ":" + tag);
    layers.stream().map(Blob::path).forEach(json.putArray("Layers")::add);
    return List.of(json);
  }
}
