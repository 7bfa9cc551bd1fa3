package io.jvmm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.block.qcow2.Qcow2Info;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskCreateAndConvertTest {
  private static final int ERROR = 4;

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void anImageIsMade() {
    assertThat(disk("create", file("a.qcow2"), "20GiB", "--cluster-size", "4KiB")).isZero();

    Qcow2Info info = Qcow2Info.readIfQcow2(Path.of(file("a.qcow2"))).orElseThrow();
    assertThat(info.size()).isEqualTo(20L << 30);
    assertThat(info.clusterSize()).isEqualTo(4096);
    assertThat(out).hasToString("%s has 20GiB%n".formatted(file("a.qcow2")));
  }

  @Test
  void anImageOnAnotherHasThatOnesSize() {
    assertThat(disk("create", "--format", "raw", file("a.img"), "1MiB")).isZero();
    assertThat(disk("create", "--backing", file("a.img"), file("b.qcow2"))).isZero();

    Qcow2Info info = Qcow2Info.readIfQcow2(Path.of(file("b.qcow2"))).orElseThrow();
    assertThat(info.size()).isEqualTo(1 << 20);
    assertThat(info.backingFile()).hasValue(file("a.img"));
  }

  @Test
  void anImageIsConvertedAndBackAgain() throws IOException {
    byte[] contents = new byte[1 << 20];
    contents[70_000] = 1;
    Path source = Files.write(directory.resolve("a.img"), contents);

    assertThat(disk("convert", source.toString(), file("b.qcow2"))).isZero();
    assertThat(disk("convert", "--format", "raw", file("b.qcow2"), file("c.img"))).isZero();

    assertThat(directory.resolve("c.img")).hasBinaryContent(contents);
  }

  @Test
  void whatExistsIsReplacedByForceOnly() throws IOException {
    Files.writeString(directory.resolve("a.img"), "old");

    assertThat(disk("create", "--format=raw", file("a.img"), "1MiB")).isEqualTo(ERROR);
    assertThat(err.toString().lines()).singleElement().asString().contains("exists", "--force");
    assertThat(disk("create", "--format=raw", "--force", file("a.img"), "1MiB")).isZero();
    assertThat(directory.resolve("a.img")).hasSize(1 << 20);
  }

  @Test
  void anImageIsNotConvertedIntoItself() {
    assertThat(disk("create", file("a.qcow2"), "1MiB")).isZero();

    assertThat(disk("convert", "--force", file("a.qcow2"), file("a.qcow2"))).isEqualTo(ERROR);
    assertThat(err.toString()).contains("is in use");
    assertThat(directory).isDirectoryContaining("glob:**a.qcow2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create a.qcow2",
        "create a.qcow2 many",
        "create a.qcow2 0B",
        "create a.qcow2 1000B",
        "create a.qcow2 1GiB --cluster-size 3KiB",
        "create a.qcow2 1GiB --cluster-size 8TiB",
        "create a.qcow2 1GiB --backing missing.img",
        "create a.qcow2 1GiB --format vmdk",
        "convert a.qcow2",
        "convert missing.img a.qcow2"
      })
  void whatMakesNoSenseIsAnErrorAndMakesNothing(String words) throws IOException {
    String[] arguments = words.replace("a.qcow2", file("a.qcow2")).split(" ");

    assertThat(disk(arguments)).isEqualTo(ERROR);
    assertThat(err.toString()).startsWith("jvmm: ").doesNotContain("Exception");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  private int disk(String... arguments) {
    String[] words = Stream.concat(Stream.of("disk"), Stream.of(arguments)).toArray(String[]::new);
    return JvmmCommand.commandLine(words)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }
}
