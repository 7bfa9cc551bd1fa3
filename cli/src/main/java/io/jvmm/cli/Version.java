package io.jvmm.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of this build and of the Java it runs on. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "jvmm " + (version == null ? "(development build)" : version),
      "Java %s, %s".formatted(Runtime.version(), System.getProperty("os.arch"))
    };
  }
}
