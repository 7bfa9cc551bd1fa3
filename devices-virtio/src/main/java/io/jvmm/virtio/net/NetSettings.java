package io.jvmm.virtio.net;

import io.jvmm.vmm.spec.MacAddress;
import io.jvmm.vmm.spec.RateSpec;

/**
 * What an interface is to its guest.
 *
 * @param mac its hardware address
 * @param mtu the largest packet that fits in a frame, 68 to 65535 bytes
 * @param receiveLimit how much the guest gets in a second
 * @param transmitLimit how much the guest sends in a second
 */
public record NetSettings(MacAddress mac, int mtu, RateSpec receiveLimit, RateSpec transmitLimit) {
  private static final int MIN_MTU = 68; // virtio 1.3, 5.1.4.1
  private static final int MAX_MTU = 65535;
  private static final int VLAN_HEADER = 18; // an Ethernet header with one IEEE 802.1Q tag

  /** Refuses what virtio has no number for. */
  public NetSettings {
    if (mtu < MIN_MTU || mtu > MAX_MTU) {
      throw new IllegalArgumentException("no interface has an MTU of %d".formatted(mtu));
    }
  }

  /** The longest frame that the guest may send, in bytes. */
  int maxFrame() {
    return Math.min(mtu + VLAN_HEADER, NetPort.MAX_FRAME);
  }
}
