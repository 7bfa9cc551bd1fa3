package io.jvmm.provisioning;

import java.util.List;

/**
 * What to fetch from Debian.
 *
 * @param suite the release: {@code trixie}
 * @param architecture what the packages are built for
 * @param packages names of packages; all they depend on comes too, their recommendations do not
 * @param keep a package whose name begins with one of these is fetched, any other is left out; if
 *     empty, all are fetched
 */
public record PackageRequest(
    String suite, Architecture architecture, List<String> packages, List<String> keep) {
  /** Copies the lists. */
  public PackageRequest {
    packages = List.copyOf(packages);
    keep = List.copyOf(keep);
    if (packages.isEmpty()) {
      throw new IllegalArgumentException("a request needs at least one package");
    }
  }

  /** Packages and all that they depend on. */
  public static PackageRequest withDependencies(
      String suite, Architecture architecture, String... packages) {
    return new PackageRequest(suite, architecture, List.of(packages), List.of());
  }

  /** The same, less every package whose name does not begin with one of these. */
  public PackageRequest keepingOnly(String... prefixes) {
    return new PackageRequest(suite, architecture, packages, List.of(prefixes));
  }

  boolean keeps(DebianPackage candidate) {
    return keep.isEmpty() || keep.stream().anyMatch(candidate.name()::startsWith);
  }

  /** Names the request in the cache: equal requests, equal keys. */
  String key() {
    return packages.getFirst() + "-" + Digest.of(toString());
  }
}
