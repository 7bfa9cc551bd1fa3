package io.jvmm.virtio.fuzz;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;

import io.jvmm.virtio.block.BlockDevice;
import io.jvmm.virtio.block.DiskSettings;
import io.jvmm.virtio.block.MemoryImage;
import io.jvmm.virtio.block.RawImage;
import io.jvmm.virtio.testkit.DriverBuffer;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.vmm.spec.DiskSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Disks to be fuzzed, and what a driver has to know of them. */
final class FuzzedDisk {
  static final long FEATURES = BlockDevice.F_FLUSH | BlockDevice.F_CONFIG_WCE;
  static final int ANSWER = 513; // a sector, and the status

  private static final String NAME = "fuzzed-disk";
  private static final int SECTORS = 64;
  private static final int SECTOR = 512;
  private static final int HEADER_SIZE = 16;
  private static final int DATA_OFFSET = 0x100;

  private FuzzedDisk() {}

  static BlockDevice inMemory() {
    return new BlockDevice(NAME, new MemoryImage(SECTORS, false), DiskSettings.plain());
  }

  static BlockDevice inFile(DiskSpec.Engine engine) {
    RawImage image = RawImage.open(file(), false);
    return new BlockDevice(NAME, image, DiskSettings.plain().withEngine(engine));
  }

  private static Path file() {
    try {
      Path file = Path.of("target", NAME + ".img").toAbsolutePath();
      return Files.write(file, new byte[SECTORS * SECTOR]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A read of the first sector. */
  static DriverBuffer[] read(DriverMemory memory, long at) {
    memory.put(at, new byte[HEADER_SIZE]);
    long data = at + DATA_OFFSET;
    return new DriverBuffer[] {
      readable(at, HEADER_SIZE), writable(data, SECTOR), writable(data + SECTOR, 1)
    };
  }
}
