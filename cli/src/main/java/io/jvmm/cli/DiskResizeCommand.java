package io.jvmm.cli;

import io.jvmm.monitor.control.ControlRequest.ResizeDisk;
import io.jvmm.virtio.block.qcow2.OfflineGrowth;
import io.jvmm.vmm.spec.DiskSpec;
import io.jvmm.vmm.spec.MemorySize;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a disk larger: an image that nobody uses, or a disk of a machine that runs. */
@Command(
    name = "resize",
    description = "Make a disk image larger, or, with --machine, a disk of a machine that runs.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A guest that runs notices at once. Its partitions and file systems stay as they are: enlarge",
      "them in the guest.",
      "",
      "Examples:",
      "  jvmm disk resize disk.qcow2 20GiB",
      "  jvmm disk resize --machine mine 0 20GiB"
    })
final class DiskResizeCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--machine", paramLabel = "NAME", description = "The machine, which runs.")
  private Optional<String> machine = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "What the image is, raw or qcow2, where its first bytes could deceive.")
  private Optional<DiskSpec.Format> format = Optional.empty();

  @Parameters(
      index = "0",
      paramLabel = "DISK",
      description =
          "The image; with --machine, the disk's number: from 0, as the specification lists them.")
  private String disk = "";

  @Parameters(
      index = "1",
      paramLabel = "SIZE",
      description = "The new size: a number with a unit, such as 20GiB.")
  private String size = "";

  @Override
  public void run() {
    MemorySize bytes = parsed(() -> MemorySize.parse(size));
    PrintWriter out = spec.commandLine().getOut();
    out.println(machine.map(name -> online(name, bytes)).orElseGet(() -> offline(bytes)));
    out.flush();
  }

  private String online(String name, MemorySize bytes) {
    int index = parsed(() -> Integer.parseUnsignedInt(disk));
    return Machines.store().home(name).client().ask(new ResizeDisk(index, bytes.bytes()));
  }

  private String offline(MemorySize bytes) {
    OfflineGrowth.grow(Path.of(disk), format, bytes.bytes());
    return "%s has %s now".formatted(disk, bytes);
  }

  private <T> T parsed(Supplier<T> value) {
    try {
      return value.get();
    } catch (NumberFormatException e) {
      throw new ParameterException(
          spec.commandLine(),
          "'%s' is no disk's number: with --machine, count from 0".formatted(disk));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
