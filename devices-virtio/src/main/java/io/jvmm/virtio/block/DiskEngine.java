package io.jvmm.virtio.block;

import java.util.function.Consumer;

/**
 * Carries out the requests of one queue, several at a time where that is possible, and hands them
 * over when they have ended, in any order. Used by the worker of that queue; its bell is rung when
 * a request has ended that was not there to be handed over at once.
 */
sealed interface DiskEngine extends AutoCloseable permits ThreadEngine, UringEngine {
  /** Whether it takes one more request. */
  boolean hasRoom();

  /** Whether it has no request. */
  boolean isIdle();

  /** Takes a request. It begins with the next {@link #submit}, together with all others taken. */
  void start(PendingRequest request);

  /** Begins what was taken. Some of it may have ended on return. */
  void submit();

  /** Hands over each request that has ended; says how many those were. */
  int reap(Consumer<PendingRequest> taker);

  /**
   * To be called before the worker waits at its bell, which is rung then when a request ends.
   *
   * @return whether one has ended already
   */
  boolean arm();

  /** Waits until a request has ended; there must be one. */
  void await();

  /** Gives back what it holds of the host. It must be idle. */
  @Override
  void close();
}
