package io.jvmm.mmio.flash;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlashFileTest {
  private static final int BANK = 1 << 20;

  @TempDir private Path directory;

  private final MemorySegment memory = Arena.ofAuto().allocate(BANK);

  @Test
  void theBankHasTheFilesBytes() throws IOException {
    byte[] image = new byte[BANK];
    image[0] = 1;
    image[BANK - 1] = 2;

    load(file(image));

    assertThat(memory.toArray(JAVA_BYTE)).isEqualTo(image);
  }

  @Test
  void whatTheFileLacksIsErased() throws IOException {
    load(file(new byte[] {1, 2, 3}));

    assertThat(memory.asSlice(0, 5).toArray(JAVA_BYTE)).containsExactly(1, 2, 3, -1, -1);
    assertThat(memory.get(JAVA_BYTE, BANK - 1)).isEqualTo((byte) -1);
  }

  @Test
  void memoryThatWasUsedBeforeIsFilledToo() throws IOException {
    memory.fill((byte) 7);

    load(file(new byte[BANK]));

    assertThat(memory.mismatch(MemorySegment.ofArray(new byte[BANK]))).isEqualTo(-1);
  }

  @Test
  void whatIsWrittenIsInTheFileAtOnce() throws IOException {
    Path path = file(new byte[BANK]);

    try (FlashFile file = FlashFile.persistent(path, BANK)) {
      file.write(0x100, new byte[] {1, 2});

      assertThat(Files.readAllBytes(path)).startsWith(new byte[0x100]).contains(1, 0x100);
    }
    assertThat(Files.size(path)).isEqualTo(BANK);
  }

  @Test
  void aShortFileGrowsByErasedBytes() throws IOException {
    Path path = file(new byte[] {1});

    try (FlashFile file = FlashFile.persistent(path, BANK)) {
      file.write(0x2_0000, new byte[] {5});
    }

    byte[] bytes = Files.readAllBytes(path);
    assertThat(bytes).hasSize(0x2_0001);
    assertThat(bytes[0]).isEqualTo((byte) 1);
    assertThat(bytes[1]).isEqualTo((byte) -1);
    assertThat(bytes[0x1_ffff]).isEqualTo((byte) -1);
    assertThat(bytes[0x2_0000]).isEqualTo((byte) 5);
  }

  @Test
  void aFileThatIsLargerThanTheBankIsRefused() throws IOException {
    Path path = file(new byte[BANK + 1]);

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> FlashFile.readOnly(path, BANK))
        .withMessage(
            "flash image %s has 1048577 bytes, and its bank holds 1048576: take an image made for"
                + " this board",
            path);
  }

  @Test
  void aFileThatIsNotThereIsReported() {
    Path path = directory.resolve("missing");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> FlashFile.persistent(path, BANK))
        .withMessage("flash image %s does not exist: check the path", path);
  }

  @Test
  void aDirectoryIsNoImage() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> FlashFile.readOnly(directory, BANK))
        .withMessage("flash image %s is not a file", directory);
  }

  @Test
  void twoMachinesCannotWriteTheSameFile() throws IOException {
    Path path = file(new byte[1]);

    try (FlashFile _ = FlashFile.persistent(path, BANK)) {
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> FlashFile.persistent(path, BANK))
          .withMessageContaining("is in use: stop the virtual machine that has it");
    }
    FlashFile.persistent(path, BANK).close();
  }

  @Test
  void twoMachinesCanReadTheSameFile() throws IOException {
    Path path = file(new byte[1]);

    try (FlashFile first = FlashFile.readOnly(path, BANK);
        FlashFile second = FlashFile.readOnly(path, BANK)) {
      assertThat(first.isWritable()).isFalse();
      second.load(memory);
    }
    assertThat(memory.get(JAVA_BYTE, 0)).isZero();
  }

  @Test
  void aFileThatCannotBeReadIsTheHostsFault() throws IOException {
    FlashFile file = FlashFile.readOnly(file(new byte[1]), BANK);
    file.close();

    assertThatExceptionOfType(HostException.class)
        .isThrownBy(() -> file.load(memory))
        .withMessageStartingWith("cannot read flash image " + file.name());
  }

  private void load(Path path) {
    try (FlashFile file = FlashFile.readOnly(path, BANK)) {
      file.load(memory);
    }
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("flash.img"), bytes);
  }
}
