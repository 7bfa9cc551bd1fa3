package io.jvmm.provisioning;

import io.jvmm.vmm.error.HostException;

/** A processor architecture, in Debian's spellings. */
public enum Architecture {
  /** 64-bit ARM. */
  ARM64("arm64", "aarch64-linux-gnu", "ld-linux-aarch64.so.1"),
  /** 64-bit x86. */
  AMD64("amd64", "x86_64-linux-gnu", "ld-linux-x86-64.so.2");

  private final String debianName;
  private final String multiarchTriplet;
  private final String dynamicLoader;

  Architecture(String debianName, String multiarchTriplet, String dynamicLoader) {
    this.debianName = debianName;
    this.multiarchTriplet = multiarchTriplet;
    this.dynamicLoader = dynamicLoader;
  }

  /**
   * The architecture of the machine that this process runs on.
   *
   * @throws HostException if jvmm has no tools for it
   */
  public static Architecture ofThisMachine() {
    return ofJavaName(System.getProperty("os.arch"));
  }

  /** As the {@code os.arch} system property spells it. */
  static Architecture ofJavaName(String name) {
    return switch (name) {
      case "aarch64" -> ARM64;
      case "amd64", "x86_64" -> AMD64;
      default ->
          throw new HostException(
              "jvmm runs on amd64 and arm64 machines; this one calls itself '%s'".formatted(name));
    };
  }

  /** As in a package's file name. */
  public String debianName() {
    return debianName;
  }

  /** The directory under {@code usr/lib} that holds this architecture's libraries. */
  public String multiarchTriplet() {
    return multiarchTriplet;
  }

  /** The file in {@link #multiarchTriplet()} that starts dynamically linked programs. */
  String dynamicLoader() {
    return dynamicLoader;
  }
}
