package io.jvmm.virtio.block;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawImageTest {
  private static final int SIZE = 4096;

  @TempDir private Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void makeImage() throws IOException {
    file = directory.resolve("disk.img");
    Files.write(file, new byte[SIZE]);
  }

  @Test
  void whatIsWrittenIsInTheFile() throws IOException {
    try (RawImage image = RawImage.open(file, false);
        Arena arena = Arena.ofShared()) {
      MemorySegment guest = arena.allocate(1024).fill((byte) 7);
      image.write(guest, 512);
      image.flush();
      assertThat(image.size()).isEqualTo(SIZE);
    }
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes[511]).isZero();
    assertThat(bytes[512]).isEqualTo((byte) 7);
    assertThat(bytes[1535]).isEqualTo((byte) 7);
    assertThat(bytes[1536]).isZero();
  }

  @Test
  void whatIsInTheFileIsRead() throws IOException {
    byte[] contents = new byte[SIZE];
    contents[SIZE - 512] = 9;
    Files.write(file, contents);
    try (RawImage image = RawImage.open(file, true);
        Arena arena = Arena.ofShared()) {
      MemorySegment guest = arena.allocate(512);
      image.read(guest, SIZE - 512);
      assertThat(guest.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 9);
      assertThat(image.isReadOnly()).isTrue();
    }
  }

  @Test
  void aMissingFileIsNamed() {
    assertRefused(directory.resolve("none.img"), "no such file");
  }

  @Test
  void aDirectoryIsRefused() {
    assertRefused(directory, "is a directory");
  }

  @Test
  void aSpecialFileIsRefused() {
    assertRefused(Path.of("/dev/null"), "special file");
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    Files.write(file, new byte[0]);
    assertRefused(file, "0 bytes");
  }

  @Test
  void aFileOfPartsOfSectorsIsRefused() throws IOException {
    Files.write(file, new byte[513]);
    assertRefused(file, "513 bytes");
  }

  /** A guest with a raw disk could write any header into it. */
  @Test
  void aFileThatLooksLikeAFormatIsTakenAsRawOnlyWhereTheUserSaysSo() throws IOException {
    byte[] contents = new byte[SIZE];
    System.arraycopy(new byte[] {'Q', 'F', 'I', (byte) 0xfb}, 0, contents, 0, 4);
    Files.write(file, contents);

    assertThatThrownBy(() -> RawImage.openUndeclared(file, false))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(file.toString(), "\"format\": \"qcow2\"");
    RawImage.open(file, false).close();
  }

  @Test
  void readersOfOneProcessShareAnImage() {
    try (RawImage first = RawImage.open(file, true)) {
      RawImage.open(file, true).close();
      assertRefused(file, "in use");
      assertThat(first.size()).isEqualTo(SIZE);
    }
    RawImage.open(file, false).close();
  }

  @Test
  void aPathThroughAFileIsRefused() {
    assertRefused(file.resolve("disk.img"), "no such file");
  }

  @Test
  void aFileWithoutPermissionIsRefused() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    assumeFalse(Files.isWritable(file), "root may write any file");
    assertRefused(file, "make the disk read-only");
  }

  @Test
  void anImageInUseByThisProcessIsRefused() {
    try (RawImage image = RawImage.open(file, false)) {
      assertRefused(file, "in use");
      assertThat(image.size()).isEqualTo(SIZE);
    }
  }

  @Test
  void aRefusedImageDoesNotStayLocked() throws IOException {
    Files.write(file, new byte[513]);
    assertRefused(file, "513 bytes");
    Files.write(file, new byte[512]);
    RawImage.open(file, false).close();
  }

  @Test
  void closingTwiceGivesBackTheLockOnce() {
    RawImage image = RawImage.open(file, false);
    image.close();
    image.close();
    RawImage.open(file, false).close();
  }

  @Test
  void anImageInUseByAnotherProcessIsRefused() throws Exception {
    Process other = startHolder();
    try (BufferedReader said = other.inputReader(US_ASCII)) {
      assertThat(said.readLine()).isEqualTo("open");
      assertRefused(file, "in use");
    } finally {
      other.getOutputStream().close();
      other.waitFor();
    }
    RawImage.open(file, false).close();
  }

  /** A second descriptor of it is open then, whose end would be the end of the lock. */
  @Test
  void anImageThatRingsUseStaysLockedForOthersUntilItIsClosed() throws Exception {
    try (RawImage first = RawImage.open(file, true)) {
      RawImage second = RawImage.open(file, true);
      second.file.ringFile();
      second.close();
      assertThat(lockOfAnotherProcess()).contains("in use");
      assertThat(first.file.ringFile()).isSameAs(first.file.ringFile());
    }
    assertThat(lockOfAnotherProcess()).isEqualTo("open");
  }

  private String lockOfAnotherProcess() throws Exception {
    Process other = startHolder();
    try (BufferedReader said = other.inputReader(US_ASCII)) {
      return String.valueOf(said.readLine());
    } finally {
      other.getOutputStream().close();
      other.waitFor();
    }
  }

  private Process startHolder() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            ImageHolder.class.getName(),
            file.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Opens an image, says so, and holds it until its input ends. */
  static final class ImageHolder {
    public static void main(String[] args) throws IOException {
      try (RawImage image = RawImage.open(Path.of(args[0]), false)) {
        System.out.println(image.size() == SIZE ? "open" : "wrong size");
        System.in.readAllBytes();
      } catch (ConfigurationException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void aFileThatBecameShorterIsAHostError() throws IOException {
    try (RawImage image = RawImage.open(file, false);
        RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw");
        Arena arena = Arena.ofShared()) {
      cut.setLength(512);
      assertThatThrownBy(() -> image.read(arena.allocate(1024), 0))
          .isInstanceOf(HostException.class)
          .hasMessageContainingAll("read 1024 bytes at 0", file.toString(), "shorter");
    }
  }

  @Test
  void aTerabyteMoreTakesNoSpace() {
    try (RawImage image = RawImage.open(file, false)) {
      image.grow(1L << 40);
    }
    assertThat(file).hasSize(1L << 40);
  }

  @Test
  void aFileThatIsLongerAlreadyIsLeftAsItIs() throws IOException {
    try (RawImage image = RawImage.open(file, false);
        RandomAccessFile other = new RandomAccessFile(file.toFile(), "rw")) {
      other.seek(2 * SIZE - 1);
      other.write(9);

      image.grow(2 * SIZE);

      assertThat(image.size()).isEqualTo(2 * SIZE);
    }
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes).hasSize(2 * SIZE).endsWith(9);
  }

  @Test
  void aFileThatCannotBecomeLongerIsAsLongAsItWas() {
    MemoryFile full = new MemoryFile(new byte[SIZE]);
    for (int good = 0; good < 2; good++) { // the write fails, or the flush
      full.fail(good, 2);
      try (ImageFile open = full.open(file, false)) {
        MemorySegment zeroes = MemorySegment.ofArray(new byte[512]);
        assertThatThrownBy(() -> open.extend(2 * SIZE, zeroes))
            .isInstanceOf(HostException.class)
            .hasMessageContainingAll(file.toString(), "No space left on device");
      }
      assertThat(full.contents()).hasSize(SIZE);
    }
  }

  @Test
  void aBlockDeviceIsAsLongAsTheHostHasMadeIt() {
    MemoryFile device = new MemoryFile(new byte[SIZE]);
    MemorySegment zeroes = MemorySegment.ofArray(new byte[512]);
    try (ImageFile open = device.openAsDevice(file)) {
      open.extend(SIZE, zeroes);
      assertThatThrownBy(() -> open.extend(2 * SIZE, zeroes))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContainingAll(
              file.toString(), "is a block device of 4096 bytes, less than 8192", "lvextend");
    }
    assertThat(device.events()).isEmpty();
  }

  @Test
  void aReadOnlyImageCannotBeWritten() {
    try (RawImage image = RawImage.open(file, true);
        Arena arena = Arena.ofShared()) {
      assertThatThrownBy(() -> image.write(arena.allocate(512), 0))
          .isInstanceOf(RuntimeException.class);
    }
  }

  private static void assertRefused(Path path, String why) {
    assertThatThrownBy(() -> RawImage.open(path, false))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(path.toString(), why);
  }
}
