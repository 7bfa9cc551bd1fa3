package io.jvmm.load.disk.grub;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What came of running statements. */
final class Outcome {
  private final List<MenuItem> items = new ArrayList<>();
  private Optional<GrubPath> kernel = Optional.empty();
  private String commandLine = "";
  private List<GrubPath> initrds = List.of();
  private boolean usesLoaderEntries;

  /** What was put into the menu. */
  List<MenuItem> items() {
    return items;
  }

  /** The last kernel that was loaded. */
  Optional<GrubPath> kernel() {
    return kernel;
  }

  String commandLine() {
    return commandLine;
  }

  List<GrubPath> initrds() {
    return initrds;
  }

  boolean usesLoaderEntries() {
    return usesLoaderEntries;
  }

  void setKernel(GrubPath path, String arguments) {
    kernel = Optional.of(path);
    commandLine = arguments;
    initrds = List.of();
  }

  void setInitrds(List<GrubPath> paths) {
    initrds = List.copyOf(paths);
  }

  void useLoaderEntries() {
    usesLoaderEntries = true;
  }
}
