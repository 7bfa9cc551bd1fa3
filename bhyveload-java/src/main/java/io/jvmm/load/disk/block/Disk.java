package io.jvmm.load.disk.block;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A disk that is only read. Metadata goes through a small cache and counts against a budget; the
 * contents of files do neither. Used by one thread at a time.
 */
public final class Disk {
  /** Bytes in a sector (virtio 1.3, 5.2.4). */
  public static final int SECTOR = 512;

  /** What is looked at of a disk before it is given up, in bytes. */
  public static final long METADATA_LIMIT = 256L << 20;

  private static final int PAGE = 8 * SECTOR;
  private static final int CACHED_PAGES = 512;

  private final String name;
  private final long size;
  private final SectorReader reader;
  private final Budget budget;
  private final Map<Long, byte[]> cache =
      new LinkedHashMap<>(CACHED_PAGES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
          return size() > CACHED_PAGES;
        }
      };

  /**
   * A disk.
   *
   * @param name what its user calls it, for errors
   * @param size in bytes; a last sector that is not whole is left out
   * @param metadataLimit the budget, in bytes: {@link #METADATA_LIMIT} where nothing speaks against
   *     it
   */
  public Disk(String name, long size, SectorReader reader, long metadataLimit) {
    this.name = name;
    this.size = Math.max(0, size) / SECTOR * SECTOR;
    this.reader = reader;
    this.budget = new Budget(metadataLimit);
  }

  /** All of it. */
  public Section whole() {
    return new Section(this, "disk " + Printable.of(name), 0, size);
  }

  /** Fills {@code target} from the cache; the caller has seen that all of it is on the disk. */
  void readMetadata(long offset, byte[] target) {
    if (!budget.take(target.length)) {
      throw new ConfigurationException(
          ("disk %s: its file systems need more than %d MiB of metadata to be looked at, as damaged"
                  + " ones do: check it in the guest, or name the kernel in the specification")
              .formatted(Printable.of(name), budget.limit() >> 20));
    }
    for (int done = 0; done < target.length; ) {
      long at = offset + done;
      int within = (int) (at % PAGE);
      int count = Math.min(target.length - done, PAGE - within);
      System.arraycopy(page(at - within), within, target, done, count);
      done += count;
    }
  }

  private byte[] page(long start) {
    byte[] known = cache.get(start);
    if (known != null) {
      return known;
    }
    byte[] page = new byte[(int) Math.min(PAGE, size - start)];
    readSectors(start, ByteBuffer.wrap(page));
    cache.put(start, page);
    return page;
  }

  /** Fills {@code target} past the cache; the caller has seen that all of it is on the disk. */
  void readData(long offset, ByteBuffer target) {
    int head = (int) Math.min(-offset & (SECTOR - 1), target.remaining());
    readPart(offset, target, head);
    int middle = target.remaining() / SECTOR * SECTOR;
    if (middle > 0) {
      readSectors(offset + head, target.slice(target.position(), middle));
      target.position(target.position() + middle);
    }
    readPart(offset + head + middle, target, target.remaining());
  }

  /** Reads less than a sector. */
  private void readPart(long offset, ByteBuffer target, int length) {
    if (length > 0) {
      ByteBuffer sector = ByteBuffer.allocate(SECTOR);
      int within = (int) (offset % SECTOR);
      readSectors(offset - within, sector);
      target.put(sector.array(), within, length);
    }
  }

  private void readSectors(long offset, ByteBuffer target) {
    int wanted = target.remaining();
    try {
      reader.read(offset, target);
    } catch (IOException e) {
      throw new HostException(
          "disk %s cannot be read: %d bytes at byte %d: %s"
              .formatted(Printable.of(name), wanted, offset, e.getMessage()),
          e);
    }
  }
}
