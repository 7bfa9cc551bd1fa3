package io.jvmm.it;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the tests find the release and the prepared machines; {@code ./dev test} makes them. */
public final class Checkout {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private Checkout() {}

  /** The top directory. */
  public static Path root() {
    return ROOT;
  }

  /** The launcher of the release that was just built. */
  public static Path launcher() {
    return existing(ROOT.resolve("cli/target/dist/bin/jvmm"));
  }

  /** An example's specification with absolute paths, its images built and its disks made. */
  public static Path prepared(String example) {
    return existing(ROOT.resolve("integration-tests/target/machines/" + example + ".json"));
  }

  private static Path existing(Path file) {
    if (!Files.exists(file)) {
      throw new IllegalStateException(file + " is missing: './dev test' and './dev it' make it");
    }
    return file;
  }
}
