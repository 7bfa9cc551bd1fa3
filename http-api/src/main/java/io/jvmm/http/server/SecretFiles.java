package io.jvmm.http.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jvmm.http.Listening.TlsFiles;
import io.jvmm.vmm.error.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files that prove who somebody is: tokens, certificates, keys. */
final class SecretFiles {
  private static final int LIMIT = 64 << 10;
  private static final int SHORTEST_TOKEN = 20;
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]+"); // RFC 6750, 2.1
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

  private SecretFiles() {}

  /**
   * The token in a file.
   *
   * @throws ConfigurationException if others may read it, or it is easily guessed
   */
  static String token(Path file) {
    String token = secret(file).strip();
    if (token.length() < SHORTEST_TOKEN || !TOKEN.matcher(token).matches()) {
      throw new ConfigurationException(
          "'%s' has no token: write a line of %d or more letters and digits, such as openssl rand -hex 32 prints"
              .formatted(file, SHORTEST_TOKEN));
    }
    return token;
  }

  /**
   * What a server proves itself with.
   *
   * @return a key store without a password
   * @throws ConfigurationException if the files have no certificate and key
   */
  static KeyStore keyStore(TlsFiles files) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", key(files.key()), new char[0], chain(files.certificates()));
      return store;
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw new ConfigurationException(
          "'%s' and '%s' are no certificate and key: %s"
              .formatted(files.certificates(), files.key(), e.getMessage()));
    }
  }

  private static Certificate[] chain(Path file) throws GeneralSecurityException {
    byte[] text = text(file).getBytes(US_ASCII);
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(text))
        .toArray(Certificate[]::new);
  }

  private static PrivateKey key(Path file) throws GeneralSecurityException {
    Matcher key = KEY.matcher(secret(file));
    if (!key.find()) {
      throw new InvalidKeySpecException(
          "the key has to be PEM, PKCS #8, without a password (openssl pkcs8 -topk8 -nodes)");
    }
    byte[] encoded = Base64.getMimeDecoder().decode(key.group(1));
    for (String algorithm : ALGORITHMS) {
      Optional<PrivateKey> decoded = key(algorithm, encoded);
      if (decoded.isPresent()) {
        return decoded.get();
      }
    }
    throw new InvalidKeySpecException("the key is none of " + String.join(", ", ALGORITHMS));
  }

  private static Optional<PrivateKey> key(String algorithm, byte[] encoded)
      throws NoSuchAlgorithmException {
    try {
      KeyFactory keys = KeyFactory.getInstance(algorithm);
      return Optional.of(keys.generatePrivate(new PKCS8EncodedKeySpec(encoded)));
    } catch (InvalidKeySpecException e) {
      return Optional.empty(); // it is of another algorithm
    }
  }

  private static String secret(Path file) {
    String text = text(file);
    try {
      if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
        throw new ConfigurationException(
            "'%s' can be read by others: chmod 600 it".formatted(file));
      }
      return text;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > LIMIT) {
        throw new IOException("it has more than %d bytes".formatted(LIMIT));
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static ConfigurationException unreadable(Path file, IOException e) {
    return new ConfigurationException(
        "'%s' cannot be read (%s): check the path".formatted(file, e));
  }
}
