package io.jvmm.provisioning;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Debian's packages, fetched on first use. What a request came to is remembered: a later run gets
 * the same packages without asking apt or the network, until the cache is removed.
 */
public final class PackageStore {
  private final CacheDirectory cache;
  private final Supplier<DebianMirror> mirror;
  private final Progress progress;

  /**
   * A store in a cache.
   *
   * @param mirror asked only when something has to be fetched
   */
  public PackageStore(CacheDirectory cache, Supplier<DebianMirror> mirror, Progress progress) {
    this.cache = cache;
    this.mirror = mirror;
    this.progress = progress;
  }

  /** The cache that the packages are in. */
  public CacheDirectory cache() {
    return cache;
  }

  /**
   * The packages that a request comes to, downloaded and checked.
   *
   * @throws HostException if they cannot be had
   */
  public PackageSet fetch(PackageRequest request) {
    Path state = stateDirectory(request);
    try {
      Optional<PackageSet> remembered = remembered(state, request);
      if (remembered.isPresent()) {
        return remembered.get();
      }
      try (FileMutex _ = cache.lock("apt-" + state.getFileName())) {
        remembered = remembered(state, request);
        return remembered.isPresent() ? remembered.get() : fetchAnew(state, request);
      }
    } catch (IOException failure) {
      throw new HostException(
          "cannot keep packages in %s: %s; check that it is writable and has space"
              .formatted(state, failure),
          failure);
    }
  }

  /**
   * All of a request's packages, unpacked over one another in a directory of the cache.
   *
   * @throws HostException if they cannot be had or unpacked
   */
  public Path tree(PackageRequest request) {
    PackageSet packages = fetch(request);
    String key = request.packages().getFirst() + "-" + packages.digest();
    return cache.entry("trees", key, packages::unpackInto);
  }

  private Path stateDirectory(PackageRequest request) {
    String name = request.suite() + "-" + request.architecture().debianName();
    return cache.root().resolve("apt").resolve(name);
  }

  private static Path resolution(Path state, PackageRequest request) {
    return state.resolve("resolved").resolve(request.key());
  }

  private AptState apt(Path state, PackageRequest request) {
    return new AptState(state, mirror.get(), request.suite(), request.architecture());
  }

  private static Optional<PackageSet> remembered(Path state, PackageRequest request)
      throws IOException {
    Path resolution = resolution(state, request);
    if (!Files.exists(resolution)) {
      return Optional.empty();
    }
    List<DebianPackage> packages =
        Files.readAllLines(resolution).stream()
            .flatMap(line -> DebianPackage.ofUriLine(line).stream())
            .toList();
    Path archives = state.resolve("archives");
    boolean complete = packages.stream().allMatch(each -> isIn(archives, each));
    return complete ? Optional.of(new PackageSet(archives, packages)) : Optional.empty();
  }

  private static boolean isIn(Path archives, DebianPackage each) {
    return archives.resolve(each.fileName()).toFile().length() == each.bytes();
  }

  private PackageSet fetchAnew(Path state, PackageRequest request) throws IOException {
    AptState apt = apt(state, request);
    apt.prepare();
    apt.refresh(progress);
    List<DebianPackage> packages = resolveAndDownload(apt, request);
    remember(resolution(state, request), packages);
    return new PackageSet(apt.archives(), packages);
  }

  private List<DebianPackage> resolveAndDownload(AptState apt, PackageRequest request)
      throws IOException {
    try {
      List<DebianPackage> packages = apt.resolve(request);
      apt.download(packages, progress);
      return packages;
    } catch (HostException _) {
      // An index some days old may name files that the archive no longer has.
      apt.expire();
      apt.refresh(progress);
      List<DebianPackage> packages = apt.resolve(request);
      apt.download(packages, progress);
      return packages;
    }
  }

  private static void remember(Path resolution, List<DebianPackage> packages) throws IOException {
    Files.createDirectories(resolution.getParent());
    Path partial = resolution.resolveSibling(".partial-" + resolution.getFileName());
    Files.write(partial, packages.stream().map(DebianPackage::uriLine).toList());
    Files.move(partial, resolution, StandardCopyOption.ATOMIC_MOVE);
  }
}
