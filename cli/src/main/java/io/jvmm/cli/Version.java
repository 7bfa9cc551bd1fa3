package io.jvmm.cli;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of this build and of the Java it runs on. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "jvmm " + ofThisBuild(),
      "Java %s, %s".formatted(Runtime.version(), System.getProperty("os.arch"))
    };
  }

  /** What the release's module says; a package in a module has no version. */
  static String ofThisBuild() {
    return Optional.ofNullable(Version.class.getModule().getDescriptor())
        .flatMap(ModuleDescriptor::rawVersion)
        .orElse("(development build)");
  }
}
