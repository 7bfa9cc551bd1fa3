package io.jvmm.provisioning;

import io.jvmm.vmm.error.InternalException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short names for cache entries, from what went into them. */
public final class Digest {
  private static final int BYTES = 8;

  private Digest() {}

  /** The first 64 bits of a text's SHA-256, in hexadecimal. */
  public static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The first 64 bits of some bytes' SHA-256, in hexadecimal. */
  public static String of(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (NoSuchAlgorithmException missing) {
      throw new InternalException("every Java has SHA-256", missing);
    }
  }
}
