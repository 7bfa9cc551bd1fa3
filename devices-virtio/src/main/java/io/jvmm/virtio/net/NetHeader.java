package io.jvmm.virtio.net;

/**
 * What stands before every frame in a queue (virtio 1.3, 5.1.6, struct virtio_net_hdr).
 *
 * <pre>
 *   +0   flags          +2  hdr_len     +6  csum_start    +10  num_buffers
 *   +1   gso_type       +4  gso_size    +8  csum_offset
 * </pre>
 *
 * Checksums and segmentation are not offered, so that all but the last field must be zero.
 */
final class NetHeader {
  /** Its length in bytes; num_buffers is always there with VIRTIO_F_VERSION_1. */
  static final int BYTES = 12;

  private static final int FLAGS = 0;
  private static final int GSO_TYPE = 1;
  private static final int NUM_BUFFERS = 10;

  private NetHeader() {}

  /** The header of a frame that lies in so many of the driver's buffers. */
  static byte[] received(int buffers) {
    byte[] header = new byte[BYTES];
    header[NUM_BUFFERS] = (byte) buffers;
    header[NUM_BUFFERS + 1] = (byte) (buffers >>> Byte.SIZE);
    return header;
  }

  /** Whether a driver's header asks for what was not offered (5.1.6.2.1). */
  static boolean wantsOffload(byte[] header) {
    return header[FLAGS] != 0 || header[GSO_TYPE] != 0;
  }
}
