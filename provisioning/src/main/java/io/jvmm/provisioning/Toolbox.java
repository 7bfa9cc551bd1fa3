package io.jvmm.provisioning;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Programs for this machine: its own where it has them, otherwise from Debian packages unpacked in
 * the cache. Those run by the dynamic loader and with the libraries that came with them, whatever
 * the machine's own C library is.
 */
public final class Toolbox {
  private static final String SUITE = "trixie";

  private final PackageStore packages;
  private final Architecture architecture;
  private final Map<String, String> environment;

  /**
   * Programs for an architecture.
   *
   * @param environment whose {@code PATH} says what the machine has
   */
  public Toolbox(
      PackageStore packages, Architecture architecture, Map<String, String> environment) {
    this.packages = packages;
    this.architecture = architecture;
    this.environment = Map.copyOf(environment);
  }

  /** For this machine and this process's environment. */
  public static Toolbox ofThisMachine(PackageStore packages) {
    return new Toolbox(packages, Architecture.ofThisMachine(), System.getenv());
  }

  /** The words that start a program; its arguments follow them. */
  public List<String> command(Tool tool) {
    return installed(tool).map(path -> List.of(path.toString())).orElseGet(() -> fetched(tool));
  }

  /** Where the machine has a program of its own. */
  public Optional<Path> installed(Tool tool) {
    return ExternalProgram.find(tool.program(), environment);
  }

  /** The words that start the program of the Debian package, whatever the machine has. */
  public List<String> fetched(Tool tool) {
    Path tree = tree(tool);
    Path libraries = tree.resolve("usr/lib").resolve(architecture.multiarchTriplet());
    return List.of(
        libraries.resolve(architecture.dynamicLoader()).toString(),
        "--library-path",
        libraries.toString(),
        tree.resolve(tool.path()).toString());
  }

  /** The unpacked package of a program, with everything that it depends on. */
  public Path tree(Tool tool) {
    return packages.tree(
        PackageRequest.withDependencies(SUITE, architecture, tool.debianPackage()));
  }
}
