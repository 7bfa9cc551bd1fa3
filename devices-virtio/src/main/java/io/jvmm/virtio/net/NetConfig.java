package io.jvmm.virtio.net;

import io.jvmm.virtio.ConfigSpace;
import io.jvmm.vmm.spec.MacAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the driver reads of an interface (virtio 1.3, 5.1.4): address, status, pairs of queues, MTU.
 * Safe for use by any thread.
 */
final class NetConfig {
  private static final int LINK_UP = 1;
  private static final int ANNOUNCE = 2;
  private static final int BYTES = 12;
  private static final int GROUP = 1; // of an address's first octet

  private final byte[] ownAddress;
  private final int mtu;
  private final int pairs;
  private final ConfigSpace space = new ConfigSpace();
  private byte[] address; // guarded by this, as is the other
  private int status = LINK_UP;

  /**
   * What a driver finds at first.
   *
   * @param pairs how many pairs of queues there are
   */
  NetConfig(MacAddress mac, int mtu, int pairs) {
    this.ownAddress = mac.octets();
    this.address = mac.octets();
    this.mtu = mtu;
    this.pairs = pairs;
    space.replace(contents());
  }

  ConfigSpace space() {
    return space;
  }

  /** As the driver finds it after a reset; the link's state stays. */
  synchronized void reset() {
    address = ownAddress;
    set(status & LINK_UP);
  }

  /** Sets the address until the next reset; false, and nothing done, for a group's. */
  synchronized boolean setAddress(byte[] octets) {
    if ((octets[0] & GROUP) != 0) {
      return false;
    }
    address = octets.clone();
    set(status);
    return true;
  }

  /** Nothing is at the other end any more. */
  synchronized void linkDown() {
    set(0);
  }

  /** Asks the driver to make itself known to the network (5.1.6.5.4). */
  synchronized void announce() {
    set(status | ANNOUNCE);
  }

  /** The driver has done so. */
  synchronized void announced() {
    set(status & ~ANNOUNCE);
  }

  private synchronized void set(int bits) {
    status = bits;
    space.replace(contents());
  }

  private synchronized byte[] contents() {
    return ByteBuffer.allocate(BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(address)
        .putShort((short) status)
        .putShort((short) pairs)
        .putShort((short) mtu)
        .array();
  }
}
