package io.jvmm.packaging;

import io.jvmm.vmm.error.ConfigurationException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires.Modifier;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The release as the build leaves it: {@code bin}, {@code lib} and {@code share}.
 *
 * @param directory where it is
 */
record Release(Path directory) {
  /**
   * @throws ConfigurationException if there is no release
   */
  Release {
    if (!Files.isExecutable(directory.resolve("bin/jvmm"))) {
      throw new ConfigurationException(
          "there is no release in '%s': './dev build' makes it".formatted(directory));
    }
  }

  /** Its version, as its modules say it. */
  String version() {
    return modules()
        .find("io.jvmm.cli")
        .flatMap(module -> module.descriptor().rawVersion())
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "the release in '%s' has no module io.jvmm.cli with a version: build it anew"
                        .formatted(directory)));
  }

  /** The modules of Java's that it needs, from what its own say that they require. */
  SortedSet<String> platformModules() {
    ModuleFinder own = modules();
    return own.findAll().stream()
        .flatMap(Release::requirements)
        .filter(name -> own.find(name).isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> requirements(ModuleReference module) {
    return module.descriptor().requires().stream()
        .filter(each -> !each.modifiers().contains(Modifier.STATIC))
        .map(ModuleDescriptor.Requires::name);
  }

  private ModuleFinder modules() {
    return ModuleFinder.of(directory.resolve("lib"), directory.resolve("lib/http"));
  }

  /** What is needed to run it: the command and its libraries. */
  FileSet program() {
    return new FileSet()
        .tree("bin", directory.resolve("bin"))
        .tree("lib", directory.resolve("lib"));
  }

  /** The manual pages, {@code man1/jvmm.1} and so on. */
  Path manual() {
    return directory.resolve("share/man");
  }

  /** All of it. */
  FileSet all() {
    return new FileSet().tree("", directory).without(".built");
  }
}
