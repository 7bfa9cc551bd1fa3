package io.jvmm.mmio.pvpanic;

/** What a guest can report, and the register's bits for it. */
public enum PvpanicEvent {
  /** The guest panicked, and nothing in it goes on. */
  PANICKED(0),
  /** The guest panicked, and deals with it itself: it writes a crash dump. */
  CRASH_LOADED(1),
  /** The guest has shut down. */
  SHUTDOWN(2);

  private final int position;

  PvpanicEvent(int position) {
    this.position = position;
  }

  int bit() {
    return 1 << position;
  }
}
