package io.jvmm.cli;

import io.jvmm.virtio.block.DiskImage;
import io.jvmm.virtio.block.qcow2.AnyImage;
import io.jvmm.virtio.block.qcow2.NewImage;
import io.jvmm.vmm.spec.DiskSpec;
import io.jvmm.vmm.spec.MemorySize;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Copies disk images into another format. */
@Command(
    name = "convert",
    description = "Copy a disk image, with all that it is based on, into a new one.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Zeroes take no space in the new image. The old one must not be in use. Internal snapshots are",
      "left behind.",
      "",
      "Examples:",
      "  jvmm disk convert disk.img disk.qcow2",
      "  jvmm disk convert --format raw overlay.qcow2 disk.img"
    })
final class DiskConvertCommand implements Runnable {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "SOURCE", description = "The image to be copied.")
  private Path source = Path.of("");

  @Parameters(index = "1", paramLabel = "TARGET", description = "The image to be made.")
  private Path target = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "What to make: qcow2 (the default) or raw.")
  private DiskSpec.Format format = DiskSpec.Format.QCOW2;

  @Option(
      names = "--source-format",
      paramLabel = "FORMAT",
      description = "What the source is, raw or qcow2, where its first bytes could deceive.")
  private Optional<DiskSpec.Format> sourceFormat = Optional.empty();

  @Option(names = "--force", description = "Replace the target if there is one.")
  private boolean force;

  @Override
  public void run() {
    try (DiskImage image = AnyImage.open(source, sourceFormat, true)) {
      new NewImage(target, format, image.size(), NewImage.USUAL_CLUSTER_SIZE, Optional.empty())
          .create(force, image, CopyProgress.of(target, image.size()));
      Machines.say(command, "%s has %s".formatted(target, new MemorySize(image.size())));
    }
  }
}
