package io.jvmm.provisioning;

import io.jvmm.vmm.error.HostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where Debian packages come from, and what proves that they are Debian's.
 *
 * @param uri the archive's root, under which {@code dists} and {@code pool} lie
 * @param keyring the keys that sign its indexes; where absent, the keys that this machine's apt
 *     trusts count
 */
public record DebianMirror(String uri, Optional<Path> keyring) {
  private static final Set<String> RELEASES =
      Set.of(
          "stable",
          "oldstable",
          "testing",
          "unstable",
          "sid",
          "bullseye",
          "bookworm",
          "trixie",
          "forky",
          "duke");
  private static final List<String> KEYRINGS =
      List.of(
          "/usr/share/keyrings/debian-archive-keyring.gpg",
          "/usr/share/keyrings/debian-archive-keyring.pgp");
  private static final String REMEDY =
      "set JVMM_DEBIAN_MIRROR to the address of a Debian archive, and JVMM_DEBIAN_KEYRING to a"
          + " keyring with Debian's archive keys (package debian-archive-keyring)";

  /**
   * The mirror that {@code JVMM_DEBIAN_MIRROR} names, or the one that this machine installs its own
   * packages from.
   *
   * @throws HostException if there is neither
   */
  public static DebianMirror ofThisMachine(Map<String, String> environment) {
    Optional<String> chosen = Optional.ofNullable(environment.get("JVMM_DEBIAN_MIRROR"));
    String uri = chosen.filter(text -> !text.isBlank()).orElseGet(DebianMirror::ofAptSources);
    return new DebianMirror(uri, keyring(environment));
  }

  private static Optional<Path> keyring(Map<String, String> environment) {
    return Stream.concat(
            Optional.ofNullable(environment.get("JVMM_DEBIAN_KEYRING")).stream(), KEYRINGS.stream())
        .map(Path::of)
        .filter(Files::isReadable)
        .findFirst();
  }

  private static String ofAptSources() {
    List<String> command =
        List.of(
            "apt-get",
            "indextargets",
            "--format",
            "$(REPO_URI) $(RELEASE)",
            "Created-By: Packages");
    return amongSources(new ExternalProgram(command, REMEDY).run())
        .orElseThrow(
            () -> new HostException("this machine's apt has no Debian archive; " + REMEDY));
  }

  /** Picks from lines of archive address and release; the release tells archives apart. */
  static Optional<String> amongSources(List<String> lines) {
    return lines.stream()
        .map(line -> line.split(" "))
        .filter(words -> words.length == 2 && RELEASES.contains(words[1]))
        .map(words -> words[0])
        .findFirst();
  }
}
