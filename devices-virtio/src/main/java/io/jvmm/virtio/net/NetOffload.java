package io.jvmm.virtio.net;

/**
 * Features by which one side leaves to the other what it need not do for every packet: checksums,
 * and the cutting of large packets into segments (virtio 1.3, 5.1.3).
 */
public final class NetOffload {
  /** VIRTIO_NET_F_CSUM: the guest may send packets without their checksum. */
  public static final long CSUM = 1L;

  /** VIRTIO_NET_F_GUEST_CSUM: the guest takes packets without their checksum. */
  public static final long GUEST_CSUM = 1L << 1;

  /** VIRTIO_NET_F_GUEST_TSO4: the guest takes large packets of TCP over IPv4. */
  public static final long GUEST_TSO4 = 1L << 7;

  /** VIRTIO_NET_F_GUEST_TSO6: the guest takes large packets of TCP over IPv6. */
  public static final long GUEST_TSO6 = 1L << 8;

  /** VIRTIO_NET_F_GUEST_ECN: those may have the congestion bits of RFC 3168. */
  public static final long GUEST_ECN = 1L << 9;

  /** VIRTIO_NET_F_HOST_TSO4: the guest may send large packets of TCP over IPv4. */
  public static final long HOST_TSO4 = 1L << 11;

  /** VIRTIO_NET_F_HOST_TSO6: the guest may send large packets of TCP over IPv6. */
  public static final long HOST_TSO6 = 1L << 12;

  /** VIRTIO_NET_F_HOST_ECN: those may have the congestion bits. */
  public static final long HOST_ECN = 1L << 13;

  /** What the guest takes. */
  public static final long OF_GUEST = GUEST_CSUM | GUEST_TSO4 | GUEST_TSO6 | GUEST_ECN;

  /** All of these. */
  public static final long ALL = OF_GUEST | CSUM | HOST_TSO4 | HOST_TSO6 | HOST_ECN;

  private NetOffload() {}
}
