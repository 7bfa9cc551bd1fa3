package io.jvmm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.block.qcow2.Qcow2Creator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskInfoCommandTest {
  private static final int ERROR = 4;
  private static final int SNAPSHOT_COUNT = 60; // of the header's fields, qcow2.rst
  private static final int TABLE = 1 << 20;

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void anImageWithoutAFormatHasASize() throws IOException {
    Path image = Files.write(directory.resolve("disk.img"), new byte[1024]);

    assertThat(info(image)).isZero();
    assertThat(out.toString().lines())
        .containsExactly("image         " + image, "format        raw", "size          1024 bytes");
  }

  @Test
  void anOverlayNamesWhatItIsBasedOn() throws IOException {
    assertThat(info(overlay())).isZero();
    assertThat(out.toString())
        .contains("format        qcow2, version 3", "size          1024 bytes")
        .containsPattern("backing file +.*base.img")
        .contains("snapshots     none");
  }

  @Test
  void aSnapshotIsALineThatGivesTheTerminalNoCommands() throws IOException {
    Path image = overlay();
    addSnapshot(image, "\u001b[2J\u009b1m\u202e");

    assertThat(info(image)).isZero();
    assertThat(out.toString())
        .containsPattern("(?m)^  1 +\\?\\[2J\\?1m\\? +1970-01-01T00:00:07Z +1024 +99$");
  }

  @Test
  void aTableOutsideTheFileIsAnErrorInOneLine() throws IOException {
    Path image = overlay();
    header(image, 1, Long.MAX_VALUE);

    assertThat(info(image)).isEqualTo(ERROR);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("its entry of snapshot 0 is outside the file");
  }

  @Test
  void anImageOfAnotherFormatIsRefusedWithARemedy() throws IOException {
    Path image = Files.writeString(directory.resolve("disk.vmdk"), "KDMV" + " ".repeat(508));

    assertThat(info(image)).isEqualTo(ERROR);
    assertThat(err.toString()).contains("looks like VMDK", "qemu-img convert");
  }

  private Path overlay() throws IOException {
    Path base = Files.write(directory.resolve("base.img"), new byte[1024]);
    Path image = directory.resolve("disk.qcow2");
    Qcow2Creator.createOverlay(image, base);
    return image;
  }

  /** One made at second 7, of the disk's present size, with 99 bytes of a machine's state. */
  private static void addSnapshot(Path image, String name) throws IOException {
    header(image, 1, TABLE);
    byte[] texts = ("1" + name).getBytes(UTF_8);
    ByteBuffer entry = ByteBuffer.allocate(40 + texts.length);
    entry.putShort(12, (short) 1).putShort(14, (short) (texts.length - 1));
    entry.putInt(16, 7).putInt(32, 99);
    entry.put(40, texts);
    write(image, entry, TABLE);
  }

  private static void header(Path image, int snapshots, long table) throws IOException {
    write(image, ByteBuffer.allocate(12).putInt(snapshots).putLong(table).flip(), SNAPSHOT_COUNT);
  }

  private static void write(Path image, ByteBuffer bytes, long offset) throws IOException {
    try (FileChannel channel = FileChannel.open(image, StandardOpenOption.WRITE)) {
      channel.write(bytes, offset);
    }
  }

  private int info(Path image) {
    return JvmmCommand.commandLine("disk", "info", image.toString())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute("disk", "info", image.toString());
  }
}
