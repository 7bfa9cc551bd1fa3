package io.jvmm.packaging;

import io.jvmm.provisioning.Architecture;
import io.jvmm.provisioning.CacheDirectory;
import io.jvmm.provisioning.DebianMirror;
import io.jvmm.provisioning.PackageRequest;
import io.jvmm.provisioning.PackageStore;
import io.jvmm.provisioning.Progress;
import io.jvmm.provisioning.TerminalProgress;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.VmmException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Makes the packages, for {@code ./dev dist}; and a system to install them in, for the tests. */
public final class PackagesCommand {
  private static final int ERROR = 4;
  private static final String EPOCH = "SOURCE_DATE_EPOCH";
  private static final String USAGE =
      """
      usage: dist CHECKOUT DIRECTORY
                            make the packages of the checkout's release in a directory
             system PACKAGE...
                            print the directory of a Debian system for ARM64 with these packages
      SOURCE_DATE_EPOCH is the time of their files, in seconds since 1970
      """;

  private final Map<String, String> environment;
  private final Progress progress = TerminalProgress.toStandardError();
  private final PackageStore store;

  private PackagesCommand(Map<String, String> environment) {
    this.environment = environment;
    this.store =
        new PackageStore(
            CacheDirectory.ofEnvironment(environment),
            () -> DebianMirror.ofThisMachine(environment),
            progress);
  }

  /**
   * Does what it is told to; the exit status is 4 where that fails.
   *
   * @param arguments the command and its own arguments
   */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> words) {
    try {
      return new PackagesCommand(System.getenv()).dispatch(words);
    } catch (VmmException failure) {
      System.err.println("jvmm: " + failure.getMessage());
      return ERROR;
    }
  }

  private int dispatch(List<String> words) {
    if (words.size() == 3 && words.getFirst().equals("dist")) {
      return dist(Path.of(words.get(1)), Path.of(words.get(2)));
    }
    if (words.size() > 1 && words.getFirst().equals("system")) {
      return system(words.subList(1, words.size()));
    }
    System.err.print(USAGE);
    return ERROR;
  }

  private int dist(Path checkout, Path directory) {
    try {
      new Packages(checkout.toAbsolutePath(), time(environment), store, progress)
          .write(directory.toAbsolutePath());
      return 0;
    } catch (IOException failure) {
      throw new HostException(
          "cannot make the packages in '%s': %s; check the space left"
              .formatted(directory, failure),
          failure);
    }
  }

  /** Reproducible Builds, "SOURCE_DATE_EPOCH specification". */
  static Instant time(Map<String, String> environment) {
    String text = environment.getOrDefault(EPOCH, "");
    try {
      return Instant.ofEpochSecond(Long.parseLong(text));
    } catch (NumberFormatException _) {
      throw new ConfigurationException(
          "%s='%s': set it to a time in seconds since 1970".formatted(EPOCH, text));
    }
  }

  private int system(List<String> packages) {
    PackageRequest request =
        PackageRequest.withDependencies(
            RunTimes.SUITE, Architecture.ARM64, packages.toArray(String[]::new));
    System.out.println(DebianSystem.of(store, request));
    return 0;
  }
}
