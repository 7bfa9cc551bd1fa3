package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import io.jvmm.provisioning.ExternalProgram;
import io.jvmm.provisioning.FileTree;
import io.jvmm.vmm.error.HostException;
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
  static SystemRoot over(Path system) throws IOException {
    SystemRoot made = new SystemRoot(Files.createTempDirectory(MEMORY, "system"));
    Path changes = Files.createDirectory(made.directory.resolve("changes"));
    Path work = Files.createDirectory(made.directory.resolve("work"));
    String layers = "lowerdir=%s,upperdir=%s,workdir=%s".formatted(system, changes, work);
    try {
      made.mount(made.root, "-t", "overlay", "-o", layers, "overlay");
      for (String each : List.of("/dev", "/proc", "/sys")) {
        made.show(Path.of(each));
      }
      made.mount(made.at("/sys/fs/cgroup"), "-t", "cgroup2", "cgroup2");
      return made;
    } catch (HostException | IOException failure) {
      made.close();
      throw failure;
    }
  }

  /** Where a path of the system's is on this machine. */
  Path at(String path) {
    return root.resolve(path.substring(1));
  }

  /** Shows a directory of this machine's at the same path. */
  void show(Path shown) throws IOException {
    Path there = Files.createDirectories(at(shown.toString()));
    mount(there, "-o", "bind", shown.toString());
  }

  private void mount(Path where, String... what) {
    List<String> command = new ArrayList<>(List.of("mount"));
    command.addAll(Arrays.asList(what));
    command.add(where.toString());
    onThisMachine(command.toArray(String[]::new));
    mounts.push(where);
  }

  private static void onThisMachine(String... command) {
    new ExternalProgram(List.of(command), "these tests mount file systems: run them as root").run();
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
    Result result = run("", command);
    assertThat(result.status()).as(result.toString()).isZero();
    return result.output();
  }

  @Override
  public void close() throws IOException {
    while (!mounts.isEmpty()) {
      onThisMachine("umount", mounts.pop().toString());
    }
    FileTree.delete(directory);
  }
}
