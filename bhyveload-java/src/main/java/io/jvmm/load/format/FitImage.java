package io.jvmm.load.format;

import io.jvmm.load.compress.Compression;
import io.jvmm.load.devicetree.FlattenedNode;
import io.jvmm.load.devicetree.FlattenedTree;
import io.jvmm.load.source.CheckedSource;
import io.jvmm.load.source.Checksum;
import io.jvmm.load.source.Slice;
import io.jvmm.load.source.Source;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.memory.GuestAddress;
import java.util.List;
import java.util.Optional;

/**
 * An image in a FIT image (Flat Image Tree Specification, chapter 2, "'/images' node").
 *
 * @param fit the file
 * @param tree its tree
 * @param node the image's node
 */
record FitImage(Source fit, FlattenedTree tree, FlattenedNode node) {
  /**
   * Refuses what is no kernel for arm64.
   *
   * @throws ConfigurationException that says what it is
   */
  void requireKernel() {
    require("arch", List.of("arm64"));
    require("type", List.of("kernel", "kernel_noload"));
  }

  private void require(String property, List<String> expected) {
    String actual = node.string(property).orElse("not given");
    if (!expected.contains(actual)) {
      throw problem("whose " + property + " is " + actual + " and not " + expected.getFirst());
    }
  }

  /** Its bytes, which have to have the hashes that it names. */
  Source content() {
    Source data = node.property("data").orElseGet(this::externalData);
    List<Checksum> checksums =
        node.children().stream()
            .filter(child -> child.name().startsWith("hash"))
            .map(this::checksum)
            .toList();
    return checksums.isEmpty() ? data : new CheckedSource(data, checksums);
  }

  // Beside the tree, either behind it or at an offset of its own.
  private Source externalData() {
    long size = number("data-size");
    long start =
        node.property("data-position").isPresent()
            ? number("data-position")
            : ((tree.size() + 3) & -4) + number("data-offset");
    if (start < 0 || size <= 0 || size > fit.size() - start) {
      throw problem(
          "of %d bytes at offset 0x%x, where the file has %d bytes"
              .formatted(size, start, fit.size()));
    }
    return new Slice(fit, start, size);
  }

  private long number(String property) {
    return node.number(property)
        .filter(value -> value >= 0 && value <= fit.size())
        .orElseThrow(
            () -> problem("without data, and without " + property + " for data elsewhere"));
  }

  private Checksum checksum(FlattenedNode hash) {
    String algorithm = hash.string("algo").orElse("");
    byte[] value = hash.bytes("value").orElse(new byte[0]);
    return Checksum.of(algorithm, value)
        .orElseThrow(
            () ->
                problem("with a hash of algorithm \"" + algorithm + "\", which nobody here knows"));
  }

  /**
   * What it is compressed with.
   *
   * @param head its first bytes
   */
  Optional<Compression> compression(byte[] head) {
    String name = node.string("compression").orElse("none");
    if (name.equals("none")) {
      return Optional.empty();
    }
    return Optional.of(
        Compression.named(name, head)
            .orElseThrow(() -> problem("compressed with " + name + ", which cannot be unpacked")));
  }

  /** Where its content goes if that is a mere binary. */
  Optional<RawKernel> place() {
    return node.number("load")
        .flatMap(
            load ->
                node.number("entry")
                    .filter(entry -> (load | entry) >>> GuestAddress.MAX_BITS == 0)
                    .map(entry -> new RawKernel(new GuestAddress(load), new GuestAddress(entry))));
  }

  private ConfigurationException problem(String text) {
    return fit.problem(
        "is a FIT image with an image " + node.name() + " " + text + ": make it anew");
  }
}
