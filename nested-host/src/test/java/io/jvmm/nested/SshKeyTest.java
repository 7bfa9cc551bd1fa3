package io.jvmm.nested;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SshKeyTest {
  private static final byte[] ED25519_KEY_INFO =
      HexFormat.of().parseHex("302a300506032b6570032100");

  private final SshKey key = SshKey.generate();

  @Test
  void thePublicLineHoldsTypeAndPoint() {
    ByteBuffer blob = publicBlob();

    assertThat(text(blob)).isEqualTo("ssh-ed25519");
    assertThat(field(blob)).hasSize(32);
    assertThat(blob.hasRemaining()).isFalse();
  }

  @Test
  void theHostKeyFileHoldsSecretAndPoint() {
    ByteBuffer file = ByteBuffer.wrap(key.dropbearFile());

    assertThat(text(file)).isEqualTo("ssh-ed25519");
    assertThat(Arrays.copyOfRange(field(file), 32, 64)).isEqualTo(point());
    assertThat(file.hasRemaining()).isFalse();
  }

  @Test
  void whatTheSecretSignsThePointVerifies() throws Exception {
    ByteBuffer file = ByteBuffer.wrap(key.dropbearFile());
    text(file);
    byte[] secret = Arrays.copyOf(field(file), 32);
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(privateKey(secret));
    signer.update((byte) 1);
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(publicKey(point()));
    verifier.update((byte) 1);

    assertThat(verifier.verify(signer.sign())).isTrue();
  }

  @Test
  void theUsersKeyFileIsOpenSshs() {
    ByteBuffer file = ByteBuffer.wrap(openSshContent());

    file.position("openssh-key-v1\0".length());
    assertThat(text(file)).isEqualTo("none");
    assertThat(text(file)).isEqualTo("none");
    assertThat(text(file)).isEmpty();
    assertThat(file.getInt()).isEqualTo(1);
    assertThat(field(file)).isEqualTo(publicBlob().array());
    assertThat(field(file).length % 8).isZero();
    assertThat(file.hasRemaining()).isFalse();
  }

  @Test
  void everyKeyIsAnother() {
    assertThat(SshKey.generate().publicLine()).isNotEqualTo(key.publicLine());
  }

  private byte[] openSshContent() {
    String body = key.openSshFile().replaceAll("-----[A-Z ]+-----", "");
    return Base64.getMimeDecoder().decode(body);
  }

  private ByteBuffer publicBlob() {
    return ByteBuffer.wrap(
        Base64.getDecoder().decode(key.publicLine().substring("ssh-ed25519 ".length())));
  }

  private byte[] point() {
    ByteBuffer blob = publicBlob();
    text(blob);
    return field(blob);
  }

  private static byte[] field(ByteBuffer from) {
    byte[] field = new byte[from.getInt()];
    from.get(field);
    return field;
  }

  private static String text(ByteBuffer from) {
    return new String(field(from), StandardCharsets.US_ASCII);
  }

  private static PrivateKey privateKey(byte[] secret) throws Exception {
    return KeyFactory.getInstance("Ed25519")
        .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, secret));
  }

  private static PublicKey publicKey(byte[] point) throws Exception {
    byte[] info = Arrays.copyOf(ED25519_KEY_INFO, ED25519_KEY_INFO.length + point.length);
    System.arraycopy(point, 0, info, ED25519_KEY_INFO.length, point.length);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(info));
  }
}
