package io.jvmm.load.disk.ext;

import java.util.Locale;
import java.util.Optional;

/**
 * The features without which a file system cannot be read (super.rst, s_feature_incompat). Two of
 * them, encrypt and casefold, only matter for the files that have them: see {@link Inode}.
 */
enum IncompatibleFeature {
  COMPRESSION(0x1, false),
  FILETYPE(0x2, true),
  RECOVER(0x4, true),
  JOURNAL_DEV(0x8, false),
  META_BG(0x10, true),
  EXTENTS(0x40, true),
  BIT64(0x80, true),
  MMP(0x100, true),
  FLEX_BG(0x200, true),
  EA_INODE(0x400, true),
  DIRDATA(0x1000, false),
  CSUM_SEED(0x2000, true),
  LARGEDIR(0x4000, true),
  INLINE_DATA(0x8000, true),
  ENCRYPT(0x1_0000, true),
  CASEFOLD(0x2_0000, true);

  private final int bit;
  private final boolean supported;

  IncompatibleFeature(int bit, boolean supported) {
    this.bit = bit;
    this.supported = supported;
  }

  boolean isIn(int features) {
    return (features & bit) != 0;
  }

  /** The name of a feature that is in {@code features} and is not supported. */
  static Optional<String> unsupported(int features) {
    int unknown = features;
    for (IncompatibleFeature feature : values()) {
      if (feature.isIn(features) && !feature.supported) {
        return Optional.of(feature.name().toLowerCase(Locale.ROOT));
      }
      unknown &= ~feature.bit;
    }
    return unknown == 0
        ? Optional.empty()
        : Optional.of("unknown feature 0x" + Integer.toHexString(unknown));
  }
}
