package io.jvmm.virtio.block;

import io.jvmm.linux.uring.RingFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file of the host's that is held open for an image. */
interface HeldFile {
  /** What it is read and written through. */
  FileChannel channel();

  /**
   * The file as rings know it, for as long as this is held.
   *
   * @param path where it is
   */
  RingFile ringFile(Path path) throws IOException;

  /** Gives it back; closing twice does nothing. */
  void close() throws IOException;
}
