package io.jvmm.load.disk.ext;

import io.jvmm.load.disk.fs.RegularFile;
import java.nio.ByteBuffer;

/** A file whose contents are in blocks. */
record MappedFile(Blocks blocks, BlockMap map, long size) implements RegularFile {
  private static final int ZEROES = 64 << 10;

  @Override
  public void read(ByteBuffer target, long position) {
    RegularFile.requireWithin(size, target, position);
    long at = position;
    while (target.hasRemaining()) {
      BlockMap.Run run = map.from(at / blocks.size());
      int within = (int) (at % blocks.size());
      int count = (int) Math.min(target.remaining(), run.length() * blocks.size() - within);
      ByteBuffer piece = target.slice(target.position(), count);
      if (run.isHole()) {
        zero(piece);
      } else {
        blocks.data(run.first(), within, piece);
      }
      target.position(target.position() + count);
      at += count;
    }
  }

  private static void zero(ByteBuffer target) {
    byte[] zeroes = new byte[Math.min(target.remaining(), ZEROES)];
    while (target.hasRemaining()) {
      target.put(zeroes, 0, Math.min(target.remaining(), zeroes.length));
    }
  }
}
