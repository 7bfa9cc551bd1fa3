package io.jvmm.provisioning;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One package that apt chose.
 *
 * @param name the package's name
 * @param version its version, which with the name and the architecture says what is in it
 * @param fileName the name apt gives its file
 * @param bytes the file's size
 * @param sha256 the file's checksum, in hexadecimal
 */
public record DebianPackage(
    String name, String version, String fileName, long bytes, String sha256) {
  private static final Pattern URI_LINE =
      Pattern.compile(
          "'[^']+' ([a-z0-9][a-z0-9+.-]+)_([^_/ ]+)_([a-z0-9]+)\\.deb (\\d+) SHA256:([0-9a-f]{64})");

  /** Reads a line that apt prints for {@code --print-uris}; other lines hold no package. */
  static Optional<DebianPackage> ofUriLine(String line) {
    Matcher matcher = URI_LINE.matcher(line);
    return matcher.matches() ? Optional.of(of(matcher)) : Optional.empty();
  }

  private static DebianPackage of(Matcher line) {
    String fileName = "%s_%s_%s.deb".formatted(line.group(1), line.group(2), line.group(3));
    String version = line.group(2).replace("%3a", ":");
    return new DebianPackage(
        line.group(1), version, fileName, Long.parseLong(line.group(4)), line.group(5));
  }

  /** As apt takes it to mean just this version. */
  String exactly() {
    return name + "=" + version;
  }

  /** As apt prints it, so that {@link #ofUriLine} reads it back. */
  String uriLine() {
    return "'%s' %s %d SHA256:%s".formatted("cached", fileName, bytes, sha256);
  }
}
