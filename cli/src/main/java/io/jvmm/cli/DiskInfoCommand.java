package io.jvmm.cli;

import io.jvmm.virtio.block.RawImage;
import io.jvmm.virtio.block.qcow2.Qcow2Info;
import io.jvmm.virtio.block.qcow2.Qcow2Snapshot;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a disk image is, and lists its internal snapshots. */
@Command(
    name = "info",
    description = "Print a disk image's format, size, backing file and internal snapshots.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  jvmm disk info disk.qcow2"})
final class DiskInfoCommand implements Runnable {
  private static final String FIELD = "%-14s%s%n";
  private static final String SNAPSHOT = "  %-4s%-24s%-26s%15s%15s%n";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "IMAGE", description = "The image: a file, or a block device.")
  private Path file = Path.of("");

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    Optional<Qcow2Info> qcow2 = Qcow2Info.readIfQcow2(file);
    if (qcow2.isPresent()) {
      print(out, qcow2.get());
    } else {
      printRaw(out);
    }
    out.flush();
  }

  private void printRaw(PrintWriter out) {
    try (RawImage image = RawImage.openUndeclared(file, true)) {
      out.printf(FIELD, "image", file);
      out.printf(FIELD, "format", "raw");
      out.printf(FIELD, "size", bytes(image.size()));
    }
  }

  private void print(PrintWriter out, Qcow2Info info) {
    out.printf(FIELD, "image", file);
    out.printf(FIELD, "format", "qcow2, version " + info.version());
    out.printf(FIELD, "size", bytes(info.size()));
    out.printf(FIELD, "cluster size", bytes(info.clusterSize()));
    info.backingFile().ifPresent(name -> out.printf(FIELD, "backing file", printable(name)));
    out.printf(FIELD, "snapshots", info.snapshots().isEmpty() ? "none" : "");
    if (!info.snapshots().isEmpty()) {
      out.printf(SNAPSHOT, "ID", "NAME", "MADE", "DISK", "MACHINE STATE");
    }
    info.snapshots().forEach(snapshot -> print(out, snapshot));
  }

  private static void print(PrintWriter out, Qcow2Snapshot snapshot) {
    out.printf(
        SNAPSHOT,
        printable(snapshot.id()),
        printable(snapshot.name()),
        snapshot.made(),
        snapshot.size(),
        snapshot.machineState());
  }

  private static String bytes(long count) {
    return count + " bytes";
  }

  /**
   * An image may come from anywhere: its texts give the terminal no commands (Unicode's categories
   * C, which has the C1 controls too, Zl and Zp).
   */
  private static String printable(String text) {
    return text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
  }
}
