package io.jvmm.virtio.block.qcow2;

import java.util.Optional;

/** The incompatible features that the format knows; each has a bit in the header. */
enum IncompatibleFeature {
  DIRTY(0, Optional.empty()),
  CORRUPT(1, Optional.empty()),
  EXTERNAL_DATA_FILE(
      2,
      Optional.of(
          "keeps its contents in an external data file, which is not supported: make an image that"
              + " has them within with 'qemu-img convert -O qcow2'")),
  COMPRESSION_TYPE(3, Optional.empty()),
  EXTENDED_L2_ENTRIES(
      4,
      Optional.of(
          "has extended L2 entries (subclusters), which are not supported: make an image without"
              + " them with 'qemu-img convert -O qcow2 -o extended_l2=off'"));

  private final long bit;
  private final Optional<String> refusal;

  IncompatibleFeature(int number, Optional<String> refusal) {
    this.bit = 1L << number;
    this.refusal = refusal;
  }

  boolean isIn(long features) {
    return (features & bit) != 0;
  }

  /** Why an image with this feature cannot be opened; empty if it can. */
  Optional<String> refusal() {
    return refusal;
  }

  /** Those of the features' bits that are none of these. */
  static long unknown(long features) {
    long left = features;
    for (IncompatibleFeature feature : values()) {
      left &= ~feature.bit;
    }
    return left;
  }
}
