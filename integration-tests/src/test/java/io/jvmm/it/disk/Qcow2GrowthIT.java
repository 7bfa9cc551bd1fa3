package io.jvmm.it.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.block.DiskImage;
import io.jvmm.virtio.block.qcow2.OfflineGrowth;
import io.jvmm.virtio.block.qcow2.Qcow2Image;
import io.jvmm.virtio.testkit.RandomDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Images that qemu-img makes, made larger here: it finds neither corruption nor a leak, and what
 * the guest would see is what it had, and zeroes.
 */
class Qcow2GrowthIT {
  private static final int SIZE = (3 << 20) + DiskImage.SECTOR;
  private static final int LARGER = 11 << 20;
  private static final int OPERATIONS = 100;

  @TempDir private Path directory;

  private final QemuImg qemuImg = QemuImg.find();

  @ParameterizedTest
  @CsvSource({
    "0.10, 512",
    "0.10, 4k",
    "0.10, 64k",
    "0.10, 2M",
    "1.1, 512",
    "1.1, 4k",
    "1.1, 64k",
    "1.1, 2M"
  })
  void anImageOfItsOwn(String version, String clusters) throws Exception {
    Path image = directory.resolve("disk.qcow2");
    qemuImg.run("create", "-q", "-f", "qcow2", "-o", options(version, clusters), image, SIZE);

    changeAndGrow(image, new byte[SIZE]);
  }

  @ParameterizedTest
  @CsvSource({"1.1, 512, 8M", "1.1, 4k, 20M", "1.1, 64k, 8M", "1.1, 2M, 8M", "0.10, 64k, 2M"})
  void anOverlay(String version, String clusters, String baseSize) throws Exception {
    byte[] base = new byte[Integer.parseInt(baseSize.replace("M", "")) << 20];
    new Random(5).nextBytes(base);
    Files.write(directory.resolve("base"), base);
    Path image = directory.resolve("disk.qcow2");
    String options = options(version, clusters);
    qemuImg.run(
        "create", "-q", "-f", "qcow2", "-o", options, "-b", "base", "-F", "raw", image, SIZE);

    changeAndGrow(image, Arrays.copyOf(base, SIZE));
  }

  @ParameterizedTest
  @CsvSource({"1.1, 512", "1.1, 64k"})
  void anImageWithASnapshot(String version, String clusters) throws Exception {
    Path image = directory.resolve("disk.qcow2");
    qemuImg.run("create", "-q", "-f", "qcow2", "-o", options(version, clusters), image, SIZE);
    byte[] contents = new byte[SIZE];
    change(image, contents);
    byte[] atSnapshot = contents.clone();
    qemuImg.run("snapshot", "-c", "before", image);

    changeAndGrow(image, contents);
    qemuImg.run("snapshot", "-a", "before", image);

    assertSame(image, atSnapshot);
    qemuImg.run("snapshot", "-d", "before", image);
    qemuImg.checkClean(image);
  }

  @ParameterizedTest
  @CsvSource({"0.10, 4k", "1.1, 512", "1.1, 2M"})
  void anImageThatWasCut(String version, String clusters) throws Exception {
    Path image = directory.resolve("disk.qcow2");
    qemuImg.run("create", "-q", "-f", "qcow2", "-o", options(version, clusters), image, LARGER);
    byte[] contents = new byte[LARGER];
    change(image, contents);
    qemuImg.run("resize", "-q", "--shrink", image, SIZE);

    changeAndGrow(image, Arrays.copyOf(contents, SIZE));
  }

  @Test
  void aCompressedImage() throws Exception {
    byte[] contents = new byte[SIZE];
    Arrays.fill(contents, (byte) 'c');
    Path raw = Files.write(directory.resolve("contents.img"), contents);
    Path image = directory.resolve("disk.qcow2");
    qemuImg.run("convert", "-c", "-O", "qcow2", raw, image);

    changeAndGrow(image, contents);
  }

  @Test
  void anImageThatNoMachineHasOpen() throws Exception {
    Path image = directory.resolve("disk.qcow2");
    qemuImg.run("create", "-q", "-f", "qcow2", "-o", "cluster_size=512", image, SIZE);

    assertThat(OfflineGrowth.grow(image, Optional.empty(), LARGER)).isEqualTo(SIZE);

    assertSame(image, new byte[LARGER]);
  }

  private void changeAndGrow(Path image, byte[] contents) throws Exception {
    byte[] grown;
    try (DiskImage opened = Qcow2Image.open(image, false)) {
      new RandomDisk(contents, 1).change(opened, OPERATIONS);
      opened.grow(LARGER);
      grown = Arrays.copyOf(contents, LARGER);
    }
    assertSame(image, grown);
    change(image, grown);
    assertSame(image, grown);
  }

  private static void change(Path image, byte[] contents) {
    try (DiskImage opened = Qcow2Image.open(image, false)) {
      assertThat(opened.size()).isEqualTo(contents.length);
      new RandomDisk(contents, 2).change(opened, OPERATIONS);
    }
  }

  private void assertSame(Path image, byte[] contents) throws Exception {
    qemuImg.checkClean(image);
    qemuImg.compare(image, Files.write(directory.resolve("model.img"), contents));
  }

  private static String options(String version, String clusters) {
    return "compat=" + version + ",cluster_size=" + clusters;
  }
}
