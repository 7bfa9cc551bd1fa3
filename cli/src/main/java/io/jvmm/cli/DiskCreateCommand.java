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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes disk images. */
@Command(
    name = "create",
    description = "Make a disk image that takes space only as it is written.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "With --backing, what was never written is read from that image, which must not change from",
      "now on; SIZE may then be left out.",
      "",
      "Examples:",
      "  jvmm disk create disk.qcow2 20GiB",
      "  jvmm disk create --format raw disk.img 20GiB",
      "  jvmm disk create --backing base.img disk.qcow2"
    })
final class DiskCreateCommand implements Runnable {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "FILE", description = "The image to be made.")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SIZE",
      converter = DiskSize.class,
      description = "The disk's size: a number with a unit, such as 20GiB.")
  private Optional<MemorySize> size = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "What to make: qcow2 (the default) or raw.")
  private DiskSpec.Format format = DiskSpec.Format.QCOW2;

  @Option(
      names = "--backing",
      paramLabel = "FILE",
      description = "The image that it is based on; its contents say of what format that is.")
  private Optional<Path> backing = Optional.empty();

  @Option(
      names = "--cluster-size",
      paramLabel = "SIZE",
      converter = DiskSize.class,
      description = "The unit in which a qcow2 image takes space, 512B to 2MiB. Usual is 64KiB.")
  private MemorySize clusterSize = new MemorySize(NewImage.USUAL_CLUSTER_SIZE);

  @Option(names = "--force", description = "Replace the file if there is one.")
  private boolean force;

  @Override
  public void run() {
    MemorySize bytes =
        size.or(() -> backing.map(DiskCreateCommand::sizeOf)).orElseThrow(this::none);
    int cluster = Math.clamp(clusterSize.bytes(), 0, Integer.MAX_VALUE);
    new NewImage(file, format, bytes.bytes(), cluster, backing).create(force);
    Machines.say(command, "%s has %s".formatted(file, bytes));
  }

  private static MemorySize sizeOf(Path image) {
    try (DiskImage opened = AnyImage.open(image, Optional.empty(), true)) {
      return new MemorySize(opened.size());
    }
  }

  private ParameterException none() {
    return new ParameterException(
        command.commandLine(), "how large is it to be? Name a SIZE, or an image with --backing");
  }
}
