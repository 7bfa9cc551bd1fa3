package io.jvmm.vmm;

import io.jvmm.vmm.memory.GuestAddress;

/**
 * A bell that a guest rings by a store, while its vCPU goes on: the store does not end {@link
 * Vcpu#run}.
 */
public interface Doorbell extends Bell, AutoCloseable {
  /**
   * From now on, a store of this value to this address rings. Other values and widths exit as
   * before. To be called before the first vCPU runs.
   *
   * @param address where there is no guest memory
   * @param width of the store, in bytes: 1, 2, 4 or 8
   * @throws io.jvmm.vmm.error.HostException if the host refuses, or has the pair already
   */
  void connect(GuestAddress address, int width, long value);

  /** Gives it back: rings do nothing, stores are still no exits. Nobody may wait at it. */
  @Override
  void close();
}
