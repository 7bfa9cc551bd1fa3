package io.jvmm.provisioning;

import io.jvmm.vmm.error.HostException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Packages in the cache, ready to be unpacked.
 *
 * @param directory where their files are
 * @param packages the packages, in apt's order
 */
public record PackageSet(Path directory, List<DebianPackage> packages) {
  /** Copies the list. */
  public PackageSet {
    packages = List.copyOf(packages);
  }

  /** Says what is in the set: equal contents, equal text. */
  public String digest() {
    return Digest.of(
        packages.stream().map(DebianPackage::sha256).sorted().collect(Collectors.joining()));
  }

  /** All their bytes. */
  public long bytes() {
    return packages.stream().mapToLong(DebianPackage::bytes).sum();
  }

  /**
   * Unpacks every package over a directory, running none of their scripts.
   *
   * @throws HostException if one cannot be unpacked
   */
  public void unpackInto(Path root) {
    for (DebianPackage each : packages) {
      new ExternalProgram(
              List.of("dpkg-deb", "-x", directory.resolve(each.fileName()).toString(), "" + root),
              "check the space left on the disk; 'dpkg-deb' is in the package dpkg")
          .run();
    }
  }
}
