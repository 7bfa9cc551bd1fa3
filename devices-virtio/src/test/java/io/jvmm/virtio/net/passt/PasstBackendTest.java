package io.jvmm.virtio.net.passt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With programs in passt's place; passt itself is in the nested tests. */
@Timeout(60)
class PasstBackendTest {
  private static final PasstOptions OPTIONS = new PasstOptions(1500, false, List.of());

  @TempDir private Path directory;

  @Test
  void theProgramIsFoundOnTheSearchPath() throws IOException {
    Path program = program("exit 0");

    assertThat(PasstBackend.find("/nonexistent::" + directory)).isEqualTo(program);
  }

  @Test
  void aMissingProgramIsAnErrorThatNamesThePackage() {
    assertThatThrownBy(() -> PasstBackend.find("/nonexistent:" + directory))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("apt install passt");
  }

  @Test
  void aFileThatCannotBeRunIsNotTheProgram() throws IOException {
    Files.writeString(directory.resolve("passt"), "text");

    assertThatThrownBy(() -> PasstBackend.find(directory.toString()))
        .isInstanceOf(HostException.class);
  }

  @Test
  void whatAProgramSaidThatDoesNotStartIsInTheError() throws IOException {
    Path program = program("echo 'Address already in use' >&2; exit 3");

    assertThatThrownBy(() -> PasstBackend.start("net0", program, OPTIONS))
        .isInstanceOf(HostException.class)
        .hasMessage("passt does not start: status 3, Address already in use");
  }

  @Test
  void aProgramThatDoesNotStartLeavesNoSocketBehind() throws IOException {
    Path program = program("echo \"$*\" > '%s'; exit 1".formatted(directory.resolve("arguments")));

    assertThatThrownBy(() -> PasstBackend.start("net0", program, OPTIONS))
        .isInstanceOf(HostException.class);

    String arguments = Files.readString(directory.resolve("arguments")).strip();
    Path socket = Path.of(arguments.substring(arguments.lastIndexOf(' ') + 1));
    assertThat(socket).hasFileName("socket");
    assertThat(socket.getParent()).doesNotExist();
  }

  @Test
  void onlyTheEndOfAFloodOfWordsIsKept() throws IOException {
    Path program =
        program("yes 'a very long complaint' | head -n 100000 >&2; echo end >&2; exit 1");

    assertThatThrownBy(() -> PasstBackend.start("net0", program, OPTIONS))
        .message()
        .hasSizeLessThan(1000)
        .endsWith("; end");
  }

  private Path program(String script) throws IOException {
    Path file = Files.writeString(directory.resolve("passt"), "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
