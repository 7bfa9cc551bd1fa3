package io.jvmm.it.disk;

import io.jvmm.virtio.block.DiskImage;
import io.jvmm.virtio.block.qcow2.AnyImage;
import io.jvmm.virtio.block.qcow2.NewImage;
import io.jvmm.virtio.testkit.RandomDisk;
import io.jvmm.vmm.spec.DiskSpec.Format;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that are made and converted here, as qemu-img sees them. */
class NewImageOracleIT {
  private static final int SIZE = 8 << 20;
  private static final int OPERATIONS = 40;

  @TempDir private Path directory;

  private final QemuImg qemuImg = QemuImg.find();

  @ParameterizedTest
  @ValueSource(ints = {512, 4096, 65536, 2 << 20})
  void aNewImage(int clusterSize) throws Exception {
    Path image = directory.resolve("disk.qcow2");
    new NewImage(image, Format.QCOW2, SIZE, clusterSize, Optional.empty()).create(false);

    qemuImg.checkClean(image);
    qemuImg.compare(image, Files.write(directory.resolve("zeroes"), new byte[SIZE]));
  }

  @Test
  void anImageOfSixteenTebibytes() throws Exception {
    Path image = directory.resolve("disk.qcow2");
    new NewImage(image, Format.QCOW2, 16L << 40, 2 << 20, Optional.empty()).create(false);

    qemuImg.checkClean(image);
  }

  @Test
  void anImageOnAnOverlay() throws Exception {
    byte[] contents = new byte[SIZE];
    Path raw = random(contents, new NewImage(path("raw"), Format.RAW, SIZE, 512, none()));
    random(contents, new NewImage(path("middle"), Format.QCOW2, SIZE, 4096, Optional.of(raw)));
    Path top = path("top");
    new NewImage(top, Format.QCOW2, SIZE, 65536, Optional.of(path("middle"))).create(false);

    qemuImg.checkClean(top);
    qemuImg.compare(top, Files.write(path("expected"), contents));
  }

  @ParameterizedTest
  @CsvSource({"512, 65536", "4096, 512", "65536, 4096", "65536, 2097152"})
  void aConvertedImage(int from, int to) throws Exception {
    byte[] contents = new byte[SIZE];
    Path source = random(contents, new NewImage(path("a"), Format.QCOW2, SIZE, from, none()));
    Path target = path("b");
    convert(source, new NewImage(target, Format.QCOW2, SIZE, to, none()));

    qemuImg.checkClean(target);
    qemuImg.compare(target, Files.write(path("expected"), contents));
  }

  @Test
  void aCompressedImageOfQemusIsConverted() throws Exception {
    byte[] contents = new byte[SIZE];
    Path raw = random(contents, new NewImage(path("raw"), Format.RAW, SIZE, 512, none()));
    qemuImg.run("convert", "-c", "-f", "raw", "-O", "qcow2", raw, path("compressed"));
    Path target = path("b");
    convert(path("compressed"), new NewImage(target, Format.QCOW2, SIZE, 65536, none()));

    qemuImg.checkClean(target);
    qemuImg.compare(target, raw);
  }

  private Path path(String name) {
    return directory.resolve(name);
  }

  private static Optional<Path> none() {
    return Optional.empty();
  }

  private static void convert(Path source, NewImage target) {
    try (DiskImage image = AnyImage.open(source, Optional.empty(), true)) {
      target.create(false, image, _ -> {});
    }
  }

  /** Makes an image and changes it, and the model with it. */
  private static Path random(byte[] contents, NewImage plan) {
    plan.create(false);
    try (DiskImage image = AnyImage.open(plan.file(), Optional.of(plan.format()), false)) {
      new RandomDisk(contents, plan.clusterSize()).change(image, OPERATIONS);
      image.flush();
    }
    return plan.file();
  }
}
