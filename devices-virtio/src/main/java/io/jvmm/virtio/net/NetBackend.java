package io.jvmm.virtio.net;

import java.util.List;

/**
 * What a network interface leads to. Each of its ports serves one pair of queues; the other methods
 * are called by one thread at a time.
 */
public interface NetBackend extends AutoCloseable {
  /**
   * What of checksums and segmentation it can leave undone or take over: feature bits of {@link
   * NetOffload}.
   */
  default long offloads() {
    return 0;
  }

  /** The other ends of its pairs of queues: at least one, always the same. */
  List<NetPort> ports();

  /**
   * Which offloads the driver takes from now on.
   *
   * @param features bits of {@link #offloads} with GUEST in their names
   */
  default void setGuestOffloads(long features) {}

  /** The driver uses so many ports from now on, the first ones. */
  default void usePorts(int count) {}

  /** To be called when nobody uses a port any more. Twice does nothing. */
  @Override
  void close();
}
