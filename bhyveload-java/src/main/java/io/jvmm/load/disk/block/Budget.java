package io.jvmm.load.disk.block;

/**
 * How many bytes of metadata may be looked at before a disk is given up: what bounds the time that
 * structures take which refer to each other in circles, or are larger than any in use. Bytes count
 * each time they are looked at.
 */
final class Budget {
  private final long limit;
  private long spent;

  Budget(long limit) {
    this.limit = limit;
  }

  /** Whether {@code bytes} more may be looked at; they are counted if so. */
  boolean take(long bytes) {
    if (bytes > limit - spent) {
      return false;
    }
    spent += bytes;
    return true;
  }

  long limit() {
    return limit;
  }
}
