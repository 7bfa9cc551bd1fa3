package io.jvmm.packaging;

import io.jvmm.vmm.error.InternalException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Checksums that packages carry, in hexadecimal. */
enum Checksum {
  /** What dpkg keeps for each installed file. */
  MD5("MD5"),
  /** What names the parts of a container image, and what a user compares. */
  SHA256("SHA-256");

  private final String algorithm;

  Checksum(String algorithm) {
    this.algorithm = algorithm;
  }

  /** Of some bytes. */
  String of(byte[] bytes) {
    return text(digest().digest(bytes));
  }

  /** Of a file. */
  String of(Path file) throws IOException {
    MessageDigest digest = digest();
    try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
      content.transferTo(OutputStream.nullOutputStream());
    }
    return text(digest.digest());
  }

  /** Of what is going to be written. */
  MessageDigest digest() {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException missing) {
      throw new InternalException("every Java has " + algorithm, missing);
    }
  }

  /** What a digest says, as it is written. */
  static String text(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }
}
