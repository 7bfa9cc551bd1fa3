package io.jvmm.load.format;

import io.jvmm.load.compress.Compression;
import io.jvmm.load.compress.Magic;
import io.jvmm.load.devicetree.FlattenedNode;
import io.jvmm.load.devicetree.FlattenedTree;
import io.jvmm.load.source.Source;
import io.jvmm.load.source.SourceReader;
import io.jvmm.vmm.memory.AddressRange;
import java.util.Optional;

/**
 * A Flattened Image Tree, U-Boot's format of today (Flat Image Tree Specification, chapter 2): a
 * device tree whose nodes under {@code /images} are kernels, RAM disks and device trees, and those
 * under {@code /configurations} say which of them go together. The default configuration's kernel
 * and RAM disk are taken; its device tree describes another board than this one, and is not.
 */
final class FitFormat implements FileFormat<Wrapping> {
  private static final String MAGIC = "\u00d0\r\u00fe\u00ed";

  /** As much of the kernel as tells LZ4's formats apart. */
  private static final int KERNEL_HEAD = 16;

  @Override
  public boolean matches(byte[] head) {
    return Magic.isAt(head, 0, MAGIC);
  }

  @Override
  public Wrapping open(Source source, byte[] head, AddressRange ram) {
    FlattenedTree tree = FlattenedTree.read(source);
    FlattenedNode configuration = configuration(source, tree.root());
    FitImage kernel =
        image(source, tree, configuration, "kernel")
            .orElseThrow(
                () ->
                    source.problem(
                        "is a FIT image whose configuration "
                            + configuration.name()
                            + " names no kernel: pass one that does"));
    kernel.requireKernel();
    Source content = kernel.content();
    Optional<Compression> compression = kernel.compression(SourceReader.head(content, KERNEL_HEAD));
    return new Wrapping(
        kind(configuration, compression),
        content,
        compression,
        image(source, tree, configuration, "ramdisk").map(FitImage::content),
        kernel.place());
  }

  private static FlattenedNode configuration(Source source, FlattenedNode root) {
    FlattenedNode configurations =
        root.child("configurations")
            .orElseThrow(
                () -> source.problem("is a device tree and no FIT image: pass the kernel"));
    Optional<String> name = configurations.string("default");
    if (name.isEmpty() && configurations.children().size() == 1) {
      return configurations.children().getFirst();
    }
    return name.flatMap(configurations::child)
        .orElseThrow(
            () ->
                source.problem(
                    "is a FIT image without a default configuration (it has "
                        + configurations.children().stream().map(FlattenedNode::name).toList()
                        + "): set one with: fdtput -t s FILE /configurations default NAME"));
  }

  private static Optional<FitImage> image(
      Source source, FlattenedTree tree, FlattenedNode configuration, String kind) {
    return configuration
        .string(kind)
        .map(
            name ->
                tree.root()
                    .child("images")
                    .flatMap(images -> images.child(name))
                    .map(node -> new FitImage(source, tree, node))
                    .orElseThrow(
                        () ->
                            source.problem(
                                "is a damaged FIT image: its "
                                    + kind
                                    + " "
                                    + name
                                    + " is not in /images; make it anew")));
  }

  private static String kind(FlattenedNode configuration, Optional<Compression> compression) {
    return "FIT image (configuration "
        + configuration.name()
        + compression.map(each -> ", " + each).orElse("")
        + (configuration.property("fdt").isPresent() ? ", its device tree not used" : "")
        + ")";
  }
}
