package io.jvmm.load.disk.fs;

import io.jvmm.load.disk.block.Printable;
import io.jvmm.vmm.error.ConfigurationException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One walk along a path, with Linux's bounds (path_resolution(7)): 40 symbolic links, 4096 bytes of
 * path. {@code ..} at the root stays there, so that no link leads out of the file system.
 */
final class PathWalk {
  private static final int MOST_LINKS = 40;
  private static final int LONGEST_PATH = 4096;

  private final FileSystem fileSystem;
  private final Deque<String> ahead = new ArrayDeque<>();
  private final Deque<Directory> behind = new ArrayDeque<>();
  private int links;

  PathWalk(FileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  Optional<FileNode> find(String path) {
    prepend(path);
    behind.push(fileSystem.root());
    Optional<FileNode> reached = Optional.of(fileSystem.root());
    while (!ahead.isEmpty() && reached.isPresent()) {
      String name = ahead.pop();
      reached = step(name).flatMap(node -> follow(path, node));
    }
    return reached;
  }

  /** Puts a path before what is still to be walked. */
  private void prepend(String path) {
    if (path.length() > LONGEST_PATH) {
      throw new ConfigurationException(
          "%s: the path %s is longer than %d characters: name the kernel in the specification"
              .formatted(fileSystem.section().name(), Printable.of(path), LONGEST_PATH));
    }
    List<String> names = new ArrayList<>(List.of(path.split("/")));
    names.removeIf(name -> name.isEmpty() || name.equals("."));
    names.reversed().forEach(ahead::push);
  }

  private Optional<FileNode> step(String name) {
    if (name.equals("..")) {
      if (behind.size() > 1) {
        behind.pop();
      }
      return Optional.of(behind.pop()); // to be entered anew
    }
    return behind.element().find(name);
  }

  /** Where a step has led; a directory is entered, and anything else has nothing further in it. */
  private Optional<FileNode> follow(String path, FileNode node) {
    return switch (node) {
      case Directory directory -> Optional.of(enter(directory));
      case SymbolicLink link -> Optional.of(redirect(path, link));
      case RegularFile file -> ahead.isEmpty() ? Optional.of(file) : Optional.empty();
      case FileNode.Other other -> ahead.isEmpty() ? Optional.of(other) : Optional.empty();
    };
  }

  private Directory enter(Directory directory) {
    behind.push(directory);
    return directory;
  }

  private Directory redirect(String path, SymbolicLink link) {
    if (++links > MOST_LINKS) {
      throw new ConfigurationException(
          "%s: %s leads through more than %d symbolic links: name the kernel in the specification"
              .formatted(fileSystem.section().name(), Printable.of(path), MOST_LINKS));
    }
    String target = link.target();
    if (target.startsWith("/")) {
      behind.clear();
      behind.push(fileSystem.root());
    }
    prepend(target);
    return behind.element();
  }
}
