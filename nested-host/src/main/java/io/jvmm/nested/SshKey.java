package io.jvmm.nested;

import io.jvmm.vmm.error.InternalException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.Base64;

/**
 * A fresh Ed25519 key pair in the encodings that ssh programs read. Keys live as long as one nested
 * host does.
 */
final class SshKey {
  private static final String TYPE = "ssh-ed25519";
  private static final int KEY_BYTES = 32;
  private static final int CIPHER_BLOCK = 8;

  private final byte[] secret;
  private final byte[] point;

  private SshKey(byte[] secret, byte[] point) {
    this.secret = secret;
    this.point = point;
  }

  static SshKey generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] secret = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
      // The SubjectPublicKeyInfo ends with the 32 bytes of the point (RFC 8410, section 4).
      byte[] encoded = pair.getPublic().getEncoded();
      byte[] point = Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
      return new SshKey(secret, point);
    } catch (NoSuchAlgorithmException missing) {
      throw new InternalException("every Java since 15 has Ed25519", missing);
    }
  }

  /** Type and key in base64, as in {@code authorized_keys} and {@code known_hosts}. */
  String publicLine() {
    return TYPE + " " + Base64.getEncoder().encodeToString(publicBlob());
  }

  /** The public key as sent over the wire (RFC 8709, section 4). */
  private byte[] publicBlob() {
    return new Fields().text(TYPE).bytes(point).toBytes();
  }

  /** The private key as dropbear keeps it: secret and public half in one field. */
  byte[] dropbearFile() {
    return new Fields().text(TYPE).bytes(secretAndPoint()).toBytes();
  }

  /** The private key as OpenSSH keeps it, not encrypted (OpenSSH, PROTOCOL.key). */
  String openSshFile() {
    byte[] content =
        new Fields()
            .raw("openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII))
            .text("none")
            .text("none")
            .text("")
            .number(1)
            .bytes(publicBlob())
            .bytes(privateSection())
            .toBytes();
    String body = Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN OPENSSH PRIVATE KEY-----\n%s\n-----END OPENSSH PRIVATE KEY-----\n"
        .formatted(body);
  }

  private byte[] privateSection() {
    // Two equal numbers tell a reader that decryption worked; nothing is encrypted here.
    Fields section = new Fields().number(0).number(0).text(TYPE).bytes(point);
    section.bytes(secretAndPoint()).text("jvmm");
    for (int pad = 1; section.size() % CIPHER_BLOCK != 0; pad++) {
      section.raw(new byte[] {(byte) pad});
    }
    return section.toBytes();
  }

  private byte[] secretAndPoint() {
    byte[] both = Arrays.copyOf(secret, 2 * KEY_BYTES);
    System.arraycopy(point, 0, both, KEY_BYTES, KEY_BYTES);
    return both;
  }

  /** Values as ssh encodes them (RFC 4251, section 5). */
  private static final class Fields {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Fields raw(byte[] bytes) {
      out.writeBytes(bytes);
      return this;
    }

    Fields number(int value) {
      return raw(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    Fields bytes(byte[] value) {
      return number(value.length).raw(value);
    }

    Fields text(String value) {
      return bytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    int size() {
      return out.size();
    }

    byte[] toBytes() {
      return out.toByteArray();
    }
  }
}
