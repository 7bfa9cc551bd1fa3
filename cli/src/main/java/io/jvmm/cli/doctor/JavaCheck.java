package io.jvmm.cli.doctor;

import java.util.List;

/**
 * The Java that runs this.
 *
 * @param version its version
 */
record JavaCheck(Runtime.Version version) implements Check {
  private static final int OLDEST = 25;

  @Override
  public List<Finding> findings(Host host) {
    return List.of(
        version.feature() >= OLDEST
            ? Finding.ok("Java", version.toString())
            : Finding.missing(
                "Java", version.toString(), ProgramCheck.install("openjdk-25-jdk-headless")));
  }
}
