package io.jvmm.virtio.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.block.DiskImage;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;

/** Does seeded things to an image and to an array, and compares the two. */
public final class RandomDisk {
  private static final int MAX_SECTORS = 300;

  private final byte[] model;
  private final Random random;

  /** A disk with these contents, which it keeps up to date. */
  public RandomDisk(byte[] contents, long seed) {
    this.model = contents;
    this.random = new Random(seed);
  }

  /** Writes, zeroes, discards, flushes and reads, as the seed has it. */
  public void change(DiskImage image, int operations) {
    for (int i = 0; i < operations; i++) {
      int sectors = model.length / DiskImage.SECTOR;
      int first = random.nextInt(sectors);
      int count = 1 + random.nextInt(Math.min(MAX_SECTORS, sectors - first));
      change(image, first * DiskImage.SECTOR, count * DiskImage.SECTOR);
    }
  }

  private void change(DiskImage image, int offset, int length) {
    switch (random.nextInt(10)) {
      case 0 -> zero(image, offset, length, true);
      case 1 -> zero(image, offset, length, false);
      case 2 -> discard(image, offset, length);
      case 3 -> image.flush();
      case 4, 5 -> compare(image, offset, length);
      default -> write(image, offset, length);
    }
  }

  private void write(DiskImage image, int offset, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    System.arraycopy(bytes, 0, model, offset, length);
    image.write(MemorySegment.ofArray(bytes), offset);
  }

  private void zero(DiskImage image, int offset, int length, boolean mayUnmap) {
    Arrays.fill(model, offset, offset + length, (byte) 0);
    image.writeZeroes(offset, length, mayUnmap);
  }

  /** What a discarded part reads as is the image's choice: it is asked. */
  private void discard(DiskImage image, int offset, int length) {
    image.discard(offset, length);
    image.read(MemorySegment.ofArray(model).asSlice(offset, length), offset);
  }

  /** The image has what the array has. */
  public void compare(DiskImage image) {
    compare(image, 0, model.length);
  }

  private void compare(DiskImage image, int offset, int length) {
    byte[] bytes = new byte[length];
    image.read(MemorySegment.ofArray(bytes), offset);
    assertThat(bytes).isEqualTo(Arrays.copyOfRange(model, offset, offset + length));
  }
}
