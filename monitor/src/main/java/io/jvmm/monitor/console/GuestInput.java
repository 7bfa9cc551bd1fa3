package io.jvmm.monitor.console;

import java.nio.ByteBuffer;

/** A device of the guest's that takes what the user types. */
@FunctionalInterface
public interface GuestInput {
  /**
   * Gives bytes to the guest; waits until it has taken all.
   *
   * @return false if the device is closed: the remaining bytes are for its successor
   */
  boolean send(ByteBuffer bytes) throws InterruptedException;
}
