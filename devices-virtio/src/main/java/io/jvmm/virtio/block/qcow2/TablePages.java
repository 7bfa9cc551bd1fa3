package io.jvmm.virtio.block.qcow2;

import io.jvmm.virtio.block.ImageFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parts of an image's tables in memory: the most recently used ones, and all that have changed.
 * Where no more fit and the oldest has changed, all changes are written first, in the order that
 * {@link Qcow2Tables#commit} knows. Used by one thread at a time.
 */
final class TablePages {
  /** The most bytes in a page; clusters may be smaller. */
  private static final int MAX_PAGE_SIZE = 4096;

  private static final ValueLayout.OfLong ENTRY =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfShort COUNT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final ImageFile file;
  private final int pageSize;
  private final int capacity;
  private final Runnable commit;
  private final Map<Long, Page> pages = new LinkedHashMap<>(16, 0.75f, true);

  private static final class Page {
    private final MemorySegment bytes;
    private boolean changed;

    Page(int size) {
      bytes = MemorySegment.ofArray(new byte[size]);
    }
  }

  /**
   * None yet.
   *
   * @param capacity the most bytes to keep
   * @param commit writes all changes of all tables, and then calls {@link #markWritten}
   */
  TablePages(ImageFile file, Geometry geometry, int capacity, Runnable commit) {
    this.file = file;
    this.pageSize = Math.min(MAX_PAGE_SIZE, geometry.clusterSize());
    this.capacity = capacity / pageSize;
    this.commit = commit;
  }

  /** The 64-bit entry at an offset of the file. */
  long entry(long offset) {
    return page(offset).bytes.get(ENTRY, offset % pageSize);
  }

  void setEntry(long offset, long value) {
    Page page = page(offset);
    page.bytes.set(ENTRY, offset % pageSize, value);
    page.changed = true;
  }

  /** The 16-bit count at an offset of the file. */
  int count(long offset) {
    return Short.toUnsignedInt(page(offset).bytes.get(COUNT, offset % pageSize));
  }

  void setCount(long offset, int value) {
    Page page = page(offset);
    page.bytes.set(COUNT, offset % pageSize, (short) value);
    page.changed = true;
  }

  private Page page(long offset) {
    long start = offset - offset % pageSize;
    Page page = pages.get(start);
    return page == null ? load(start) : page;
  }

  private Page load(long start) {
    if (pages.size() >= capacity) {
      makeRoom();
    }
    Page page = new Page(pageSize);
    file.readOrZero(page.bytes, start);
    pages.put(start, page);
    return page;
  }

  private void makeRoom() {
    while (pages.values().iterator().next().changed) {
      commit.run(); // which may itself change counts, once
    }
    Iterator<Page> oldest = pages.values().iterator();
    oldest.next();
    oldest.remove();
  }

  /** What the file has in a cluster is not what it was. */
  void forget(long offset, int bytes) {
    for (long at = offset; at < offset + bytes; at += pageSize) {
      pages.remove(at);
    }
  }

  /** Writes what has changed; it stays marked as changed until {@link #markWritten}. */
  void write() {
    pages.forEach(
        (offset, page) -> {
          if (page.changed) {
            file.write(page.bytes, offset);
          }
        });
  }

  /** What was written is on stable storage. */
  void markWritten() {
    pages.values().forEach(page -> page.changed = false);
  }
}
