package io.jvmm.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of this build and of the Java it runs on. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "jvmm " + number(), "Java %s, %s".formatted(Runtime.version(), System.getProperty("os.arch"))
    };
  }

  /** The version of this build. */
  static String number() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "(development build)" : version;
  }
}
