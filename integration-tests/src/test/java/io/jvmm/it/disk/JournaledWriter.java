package io.jvmm.it.disk;

import io.jvmm.virtio.block.DiskImage;
import io.jvmm.virtio.block.qcow2.Qcow2Image;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/**
 * Changes an image without end, and says in a file that outlives it which operation it is at and
 * which ones a flush has acknowledged. Operations are numbered and follow from seed and number.
 */
final class JournaledWriter {
  static final int JOURNAL_SIZE = 2 * Long.BYTES;

  private static final int STARTED = 0;
  private static final int FLUSHED = Long.BYTES;
  private static final int MAX_SECTORS = 200;
  private static final int OPERATIONS_PER_FLUSH = 12;

  private JournaledWriter() {}

  /**
   * A change of the disk.
   *
   * @param sector the first sector
   * @param sectors how many
   * @param value what each of them is filled with, as 64-bit numbers; 0 for zeroes
   */
  record Operation(int sector, int sectors, long value) {
    static Operation of(long seed, long number, long size) {
      Random random = new Random(seed * 1_000_003 + number);
      int all = (int) (size / DiskImage.SECTOR);
      int sector = random.nextInt(all);
      int sectors = 1 + random.nextInt(Math.min(MAX_SECTORS, all - sector));
      return new Operation(sector, sectors, random.nextInt(4) == 0 ? 0 : (seed << 32) + number);
    }

    void apply(DiskImage image) {
      long offset = (long) sector * DiskImage.SECTOR;
      int length = sectors * DiskImage.SECTOR;
      if (value == 0) {
        image.writeZeroes(offset, length, true);
        return;
      }
      ByteBuffer bytes = ByteBuffer.allocate(length);
      while (bytes.hasRemaining()) {
        bytes.putLong(value);
      }
      image.write(MemorySegment.ofArray(bytes.array()), offset);
    }
  }

  /**
   * What a journal says.
   *
   * @param started the number of the last operation that was begun
   * @param flushed the number of the last one that a flush has acknowledged
   */
  record Journal(long started, long flushed) {
    static Journal read(Path file) throws IOException {
      MappedByteBuffer journal = map(file);
      return new Journal(journal.getLong(STARTED), journal.getLong(FLUSHED));
    }
  }

  private static MappedByteBuffer map(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, JOURNAL_SIZE);
    }
  }

  /** Runs until it is killed: image, journal, seed. */
  public static void main(String[] arguments) throws IOException {
    MappedByteBuffer journal = map(Path.of(arguments[1]));
    long seed = Long.parseLong(arguments[2]);
    try (DiskImage image = Qcow2Image.open(Path.of(arguments[0]), false)) {
      System.out.println("open");
      for (long number = 1; ; number++) {
        journal.putLong(STARTED, number);
        Operation.of(seed, number, image.size()).apply(image);
        if (number % OPERATIONS_PER_FLUSH == 0) {
          image.flush();
          journal.putLong(FLUSHED, number);
        }
      }
    }
  }
}
