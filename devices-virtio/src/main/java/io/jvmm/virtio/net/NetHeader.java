package io.jvmm.virtio.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * What stands before every frame (virtio 1.3, 5.1.6, struct virtio_net_hdr).
 *
 * <pre>
 *   +0   flags          +2  hdr_len     +6  csum_start    +10  num_buffers
 *   +1   gso_type       +4  gso_size    +8  csum_offset
 * </pre>
 */
public final class NetHeader {
  /** Its length in bytes; num_buffers is always there with VIRTIO_F_VERSION_1. */
  public static final int BYTES = 12;

  private static final int FLAGS = 0;
  private static final int GSO_TYPE = 1;
  private static final int NUM_BUFFERS = 10;

  private static final int NEEDS_CSUM = 1; // flags
  private static final int DATA_VALID = 2;
  private static final int GSO_TCPV4 = 1; // gso_type
  private static final int GSO_TCPV6 = 4;
  private static final int GSO_ECN = 0x80;

  private static final ValueLayout.OfShort LE16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private NetHeader() {}

  /** Tells the driver that the frame lies in so many of its buffers. */
  static void setBuffers(MemorySegment header, int buffers) {
    header.set(LE16, NUM_BUFFERS, (short) buffers);
  }

  /** Whether the frame is a large one, to be cut into segments. */
  static boolean isLarge(MemorySegment header) {
    return header.get(JAVA_BYTE, GSO_TYPE) != 0;
  }

  /** Whether all that a driver's header asks for was negotiated (5.1.6.2.1). */
  static boolean mayBeSent(MemorySegment header, long features) {
    int flags = header.get(JAVA_BYTE, FLAGS);
    boolean checksum = (flags & NEEDS_CSUM) != 0;
    return (flags & ~NEEDS_CSUM) == 0
        && (!checksum || (features & NetOffload.CSUM) != 0)
        && (!isLarge(header) || isSegmentation(header, features, HOST));
  }

  /**
   * Whether the driver takes what the header of a frame for it says, which is changed to say no
   * more than it may (5.1.6.4.1).
   */
  static boolean mayBeReceived(MemorySegment header, long features) {
    if ((features & NetOffload.GUEST_CSUM) != 0) {
      return !isLarge(header) || isSegmentation(header, features, GUEST);
    }
    int flags = header.get(JAVA_BYTE, FLAGS);
    header.set(JAVA_BYTE, FLAGS, (byte) (flags & ~DATA_VALID));
    return (flags & NEEDS_CSUM) == 0 && !isLarge(header);
  }

  /** The features that allow segmentation in one direction. */
  private record Segmentation(long tcp4, long tcp6, long ecn) {}

  private static final Segmentation HOST =
      new Segmentation(NetOffload.HOST_TSO4, NetOffload.HOST_TSO6, NetOffload.HOST_ECN);
  private static final Segmentation GUEST =
      new Segmentation(NetOffload.GUEST_TSO4, NetOffload.GUEST_TSO6, NetOffload.GUEST_ECN);

  private static boolean isSegmentation(MemorySegment header, long features, Segmentation allowed) {
    int type = header.get(JAVA_BYTE, GSO_TYPE) & 0xff;
    boolean known =
        switch (type & ~GSO_ECN) {
          case GSO_TCPV4 -> (features & allowed.tcp4) != 0;
          case GSO_TCPV6 -> (features & allowed.tcp6) != 0;
          default -> false;
        };
    return known && ((type & GSO_ECN) == 0 || (features & allowed.ecn) != 0);
  }
}
