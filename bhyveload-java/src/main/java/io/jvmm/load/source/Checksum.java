package io.jvmm.load.source;

import io.jvmm.vmm.error.InternalException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * What a hash over some bytes has to be.
 *
 * @param algorithm {@code crc32}, {@code md5}, {@code sha1}, {@code sha256}, {@code sha384} or
 *     {@code sha512}, as U-Boot's images call them
 * @param expected the hash in hexadecimal digits, in lower case
 */
public record Checksum(String algorithm, String expected) {
  private static final String CRC32 = "crc32";
  private static final Map<String, String> DIGESTS =
      Map.of(
          "md5", "MD5",
          "sha1", "SHA-1",
          "sha256", "SHA-256",
          "sha384", "SHA-384",
          "sha512", "SHA-512");
  private static final int BUFFER = 256 << 10;

  /** A CRC-32 as a number. */
  public static Checksum crc32(int expected) {
    return new Checksum(CRC32, HexFormat.of().toHexDigits(expected));
  }

  /** A hash by the name of its algorithm; empty if nobody here knows it. */
  public static Optional<Checksum> of(String algorithm, byte... expected) {
    return algorithm.equals(CRC32) || DIGESTS.containsKey(algorithm)
        ? Optional.of(new Checksum(algorithm, HexFormat.of().formatHex(expected)))
        : Optional.empty();
  }

  /**
   * Reads a whole source.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if its hash is another one
   */
  void require(Source source) {
    String actual = algorithm.equals(CRC32) ? crc(source) : digest(source);
    if (!actual.equals(expected)) {
      throw source.problem(
          "is damaged: its data have the "
              + algorithm
              + " hash "
              + actual
              + " where its header speaks of "
              + expected
              + "; get a fresh copy");
    }
  }

  private static String crc(Source source) {
    CRC32 crc = new CRC32();
    feed(source, crc::update);
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  private String digest(Source source) {
    try {
      MessageDigest digest = MessageDigest.getInstance(DIGESTS.getOrDefault(algorithm, algorithm));
      feed(source, digest::update);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new InternalException("this Java has no " + algorithm + ", which every one has", e);
    }
  }

  private static void feed(Source source, Consumer<ByteBuffer> sink) {
    byte[] buffer = new byte[BUFFER];
    long at = 0;
    int read;
    while ((read = SourceReader.fill(source, ByteBuffer.wrap(buffer), at)) > 0) {
      sink.accept(ByteBuffer.wrap(buffer, 0, read));
      at += read;
    }
  }
}
