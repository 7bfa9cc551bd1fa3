package io.jvmm.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparseFileTest {
  @TempDir private Path directory;

  @Test
  void aNewFileIsAllZeros() throws IOException {
    Path file = directory.resolve("new");

    SparseFile.create(file, 1000);

    assertThat(file).hasBinaryContent(new byte[1000]);
  }

  @Test
  void aFileIsNotMadeTwice() throws IOException {
    Path file = Files.createFile(directory.resolve("old"));

    assertThatThrownBy(() -> SparseFile.create(file, 1000))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void aCopyIsWhereItShallBe() throws IOException {
    byte[] content = new byte[200_001]; // the last block is a short one
    content[100_000] = 1;
    content[200_000] = 2;
    Path from = Files.write(directory.resolve("from"), content);
    Path into = directory.resolve("into");
    SparseFile.create(into, 300_000);

    SparseFile.copy(from, into, 4096);

    byte[] expected = new byte[300_000];
    System.arraycopy(content, 0, expected, 4096, content.length);
    assertThat(into).hasBinaryContent(expected);
  }

  @Test
  void zerosAreNotWritten() throws IOException {
    byte[] old = new byte[200_000];
    Arrays.fill(old, (byte) 7);
    Path into = Files.write(directory.resolve("into"), old);
    Path from = Files.write(directory.resolve("from"), new byte[200_000]);

    SparseFile.copy(from, into, 0);

    assertThat(into).hasBinaryContent(old);
  }
}
