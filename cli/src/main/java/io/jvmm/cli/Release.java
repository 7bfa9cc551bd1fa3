package io.jvmm.cli;

import io.jvmm.vmm.error.HostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The installed release that this process was started from: {@code bin/jvmm} and {@code lib}. */
final class Release {
  private static final String HOME = "jvmm.home";

  private Release() {}

  /** Its directory. */
  static Path home() {
    String home = System.getProperty(HOME, "");
    if (home.isEmpty() || !Files.isExecutable(Path.of(home, "bin", "jvmm"))) {
      throw new HostException("this Java was not started by bin/jvmm: start jvmm with that");
    }
    return Path.of(home);
  }
}
