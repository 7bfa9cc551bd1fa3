package io.jvmm.http.server;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Digests of secrets: what is compared or looked for is as long for every guess. */
final class Digests {
  private Digests() {}

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
