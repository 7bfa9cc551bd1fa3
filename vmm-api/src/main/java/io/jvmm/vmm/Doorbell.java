package io.jvmm.vmm;

import io.jvmm.vmm.memory.GuestAddress;

/**
 * A bell that a guest rings by a store, while its vCPU goes on: the store does not end {@link
 * Vcpu#run}.
 */
public interface Doorbell extends Bell, AutoCloseable {
  /**
   * From now on, a store of this value to this address rings. Other values and widths exit as
   * before.
   *
   * @param address where there is no guest memory
   * @param width of the store, in bytes: 1, 2, 4 or 8
   * @throws io.jvmm.vmm.error.HostException if the host refuses, or has the three already
   */
  void connect(GuestAddress address, int width, long value);

  /**
   * From now on, that store exits as it did before.
   *
   * @throws io.jvmm.vmm.error.HostException if it was not connected, or the host refuses
   */
  void disconnect(GuestAddress address, int width, long value);

  /** Gives it back: rings do nothing, stores are still no exits. Nobody may wait at it. */
  @Override
  void close();
}
