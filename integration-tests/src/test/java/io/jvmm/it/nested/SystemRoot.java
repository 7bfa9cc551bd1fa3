package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * A system to work in as its root, with this machine's devices: what is changed there is gone
 * afterwards. Takes root.
 */
final class SystemRoot implements AutoCloseable {
  /** In memory: an overlay's changes cannot be in another overlay. */
  private static final Path MEMORY = Path.of("/run");

  private final Path directory;
  private final Path root;
  private final Deque<Path> mounts = new ArrayDeque<>();

  private SystemRoot(Path directory) throws IOException {
    this.directory = directory;
    this.root = Files.createDirectory(directory.resolve("root"));
  }

  /** On top of a system in a directory, which is only read. */
  static SystemRoot over(Path system) throws IOException, InterruptedException {
    SystemRoot made = new SystemRoot(Files.createTempDirectory(MEMORY, "system"));
    Path changes = Files.createDirectory(made.directory.resolve("changes"));
    Path work = Files.createDirectory(made.directory.resolve("work"));
    String layers = "lowerdir=%s,upperdir=%s,workdir=%s".formatted(system, changes, work);
    try {
      made.mount(made.root, "-t", "overlay", "-o", layers, "overlay");
      for (String each : List.of("/dev", "/proc", "/sys")) {
        made.show(Path.of(each));
      }
      return made;
    } catch (AssertionError | IOException failure) {
      made.close();
      throw failure;
    }
  }

  /** Where a path of the system's is on this machine. */
  Path at(String path) {
    return root.resolve(path.substring(1));
  }

  /** Shows a directory of this machine's at the same path. */
  void show(Path shown) throws IOException, InterruptedException {
    Path there = Files.createDirectories(at(shown.toString()));
    mount(there, "-o", "bind", shown.toString());
  }

  private void mount(Path where, String... what) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("mount"));
    command.addAll(Arrays.asList(what));
    command.add(where.toString());
    succeed(Shell.run("", command));
    mounts.push(where);
  }

  /** Runs a command in the system, with the given standard input. */
  Result run(String input, String... command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("chroot", root.toString()));
    words.addAll(List.of("/usr/bin/env", "-i", "HOME=/root", "PATH=/usr/sbin:/usr/bin"));
    words.addAll(List.of("LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"));
    words.addAll(List.of(command));
    return Shell.run(input, words);
  }

  /** Runs one that has to succeed; returns what it printed. */
  String output(String... command) throws IOException, InterruptedException {
    return succeed(run("", command)).output();
  }

  private static Result succeed(Result result) {
    assertThat(result.status()).as(result.toString()).isZero();
    return result;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    while (!mounts.isEmpty()) {
      succeed(Shell.run("", List.of("umount", mounts.pop().toString())));
    }
    succeed(Shell.run("", List.of("rm", "-rf", directory.toString())));
  }
}
