package io.jvmm.virtio.console;

import java.nio.ByteBuffer;

/** The host's end of a port, as the guest's output sees it. */
public interface PortOutput {
  /**
   * Takes as many of the bytes as there is room for, and never waits.
   *
   * @param bytes the guest's memory; what was taken is consumed
   * @param room run once, by any thread, as soon as there is room again, if not all were taken; it
   *     does not wait either
   */
  void offer(ByteBuffer bytes, Runnable room);
}
