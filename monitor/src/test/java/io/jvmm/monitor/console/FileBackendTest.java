package io.jvmm.monitor.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.monitor.console.PortBackend.Unread;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.spec.PortConnection.ToFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBackendTest {
  private final Path file;

  FileBackendTest(@TempDir Path directory) {
    file = directory.resolve("guest.log");
  }

  @Test
  void aNewFileIsItsOwnersOnly() throws IOException {
    write("hello");

    assertThat(file).hasContent("hello");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void whatIsInTheFileStays() throws IOException {
    Files.writeString(file, "before ");

    write("after");

    assertThat(file).hasContent("before after");
  }

  @Test
  void aFileIsAlwaysThereAndSaysNothing() throws IOException {
    List<Boolean> presence = new ArrayList<>();
    try (PortBackend backend = open()) {
      backend.watch(presence::add);

      assertThat(presence).containsExactly(true);
      assertThat(backend.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void aFileThatCannotBeMadeIsToldWithWhatToDo() {
    ToFile nowhere = new ToFile(file.resolve("below/a/file"));

    assertThatThrownBy(() -> PortBackend.open(nowhere, Unread.WAITS))
        .isInstanceOf(HostException.class)
        .hasMessageContainingAll(nowhere.toString(), "choose another place");
  }

  private void write(String text) throws IOException {
    try (PortBackend backend = open()) {
      backend.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
    }
  }

  private PortBackend open() {
    return PortBackend.open(new ToFile(file), Unread.WAITS);
  }
}
