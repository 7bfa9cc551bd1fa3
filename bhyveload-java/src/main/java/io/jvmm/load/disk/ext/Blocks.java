package io.jvmm.load.disk.ext;

import io.jvmm.load.disk.block.Section;
import java.nio.ByteBuffer;

/** The blocks of a file system, as they are once its journal has been replayed. */
final class Blocks {
  private final Section section;
  private final int size;
  private final long count;
  private final Replay replay;

  Blocks(Section section, Superblock superblock, Replay replay) {
    this.section = section;
    this.size = superblock.blockSize();
    this.count = superblock.blocks();
    this.replay = replay;
  }

  Section section() {
    return section;
  }

  /** How many bytes a block has. */
  int size() {
    return size;
  }

  /** Where a block is, for errors. */
  long offset(long block) {
    return block * size;
  }

  /** Whether blocks are within the file system; block 0 is nobody's. */
  boolean has(long first, long length) {
    return first > 0 && length <= count && first <= count - length;
  }

  /** The metadata in a block. */
  ByteBuffer metadata(long block, String what) {
    return replay.has(block) ? replay.read(block) : section.metadata(block * size, size, what);
  }

  /** Part of the metadata in a block. */
  ByteBuffer metadata(long block, int within, int length, String what) {
    if (replay.has(block)) {
      ByteBuffer whole = replay.read(block);
      return whole.slice(within, length).order(whole.order());
    }
    return section.metadata(block * size + within, length, what);
  }

  /** Fills {@code target} from {@code within} a block on; the blocks are within the file system. */
  void data(long first, int within, ByteBuffer target) {
    long at = first * size + within;
    while (target.hasRemaining()) {
      long block = at / size;
      int count = replay.has(block) ? logged(block, at, target) : plain(block, at, target);
      at += count;
    }
  }

  private int logged(long block, long at, ByteBuffer target) {
    int within = (int) (at % size);
    int count = Math.min(target.remaining(), size - within);
    target.put(replay.read(block).slice(within, count));
    return count;
  }

  private int plain(long block, long at, ByteBuffer target) {
    long end = replay.nextFrom(block).orElse(Long.MAX_VALUE / size);
    int count = (int) Math.min(target.remaining(), end * size - at);
    section.data(at, target.slice(target.position(), count), "a file");
    target.position(target.position() + count);
    return count;
  }
}
