package io.jvmm.load.disk.ext;

import io.jvmm.vmm.error.InternalException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What a journal holds for the blocks of a file system: read from the journal when it is asked for,
 * so that only the places are in memory.
 */
final class Replay {
  /** That of a journal with nothing in it. */
  static final Replay NOTHING =
      new Replay(
          Collections.emptyNavigableMap(),
          _ -> {
            throw new InternalException("a block was asked of a journal that has none");
          });

  private final NavigableMap<Long, LoggedBlock> logged;
  private final Function<LoggedBlock, ByteBuffer> contents;

  /**
   * A replay.
   *
   * @param logged by the block that they belong to
   * @param contents reads one from the journal
   */
  Replay(NavigableMap<Long, LoggedBlock> logged, Function<LoggedBlock, ByteBuffer> contents) {
    this.logged = logged;
    this.contents = contents;
  }

  /** How many blocks it holds. */
  int size() {
    return logged.size();
  }

  boolean has(long block) {
    return logged.containsKey(block);
  }

  /** The first block from this one on that it has. */
  OptionalLong nextFrom(long block) {
    Long next = logged.ceilingKey(block);
    return next == null ? OptionalLong.empty() : OptionalLong.of(next);
  }

  /** The contents of a block that it has. */
  ByteBuffer read(long block) {
    LoggedBlock place = logged.get(block);
    if (place == null) {
      throw new InternalException("block " + block + " is not in the journal");
    }
    return contents.apply(place);
  }
}
