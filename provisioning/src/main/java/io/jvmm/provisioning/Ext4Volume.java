package io.jvmm.provisioning;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An ext4 file system that is in a file already: looked at, and added to, without root and without
 * mounting it.
 *
 * @param toolbox where debugfs comes from
 * @param image the file
 */
public record Ext4Volume(Toolbox toolbox, Path image) {
  /** Where the superblock is, and {@code s_uuid} in it (Linux, filesystems/ext4/super). */
  private static final long UUID_OFFSET = 1024 + 0x68;

  private static final String REMEDY =
      "check the space left on the disk; 'debugfs' is in the package e2fsprogs";

  /** What debugfs says while all goes well: its version, the requests, the files that it makes. */
  private static final Predicate<String> EXPECTED =
      Pattern.compile("debugfs.*|Allocated inode: \\d+").asMatchPredicate();

  /** A line of debugfs's "ls -p": inode, mode, owner, group, name, and a file's size. */
  private static final Pattern ENTRY =
      Pattern.compile("/\\d+/[0-7]+/\\d+/\\d+/(?<name>[^/]+)/\\d*/");

  private static final Set<String> SELF_AND_PARENT = Set.of(".", "..");

  /**
   * Copies an image, holes as holes.
   *
   * @param image the copy, which must not exist yet
   * @throws HostException if it cannot be written
   */
  public static Ext4Volume copyOf(Path original, Toolbox toolbox, Path image) {
    try {
      SparseFile.create(image, Files.size(original));
      SparseFile.copy(original, image, 0);
      return new Ext4Volume(toolbox, image);
    } catch (IOException failure) {
      throw new HostException(
          "cannot copy %s to %s: %s; check the space left".formatted(original, image, failure),
          failure);
    }
  }

  /** Its identifier: what {@code root=UUID=} finds it by. */
  public UUID uuid() {
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "r")) {
      file.seek(UUID_OFFSET);
      return new UUID(file.readLong(), file.readLong());
    } catch (IOException failure) {
      throw new HostException("cannot read %s: %s".formatted(image, failure), failure);
    }
  }

  /** The names of what is in a directory; none if there is no such directory. */
  public List<String> names(String directory) {
    return debugfs(image.resolveSibling("."), "-R", "ls -p " + directory).stream()
        .map(ENTRY::matcher)
        .filter(Matcher::matches)
        .map(entry -> entry.group("name"))
        .filter(name -> !SELF_AND_PARENT.contains(name))
        .toList();
  }

  /**
   * Copies what is in a directory of the machine into one of the file system. There it belongs to
   * root.
   *
   * @param contents the directory; the names in it need no quoting
   * @param into an absolute path of a directory that exists and has none of these names
   * @throws HostException if something cannot be written
   */
  public void add(Path contents, String into) {
    Path script = image.resolveSibling(image.getFileName() + ".requests");
    try (Stream<Path> tree = Files.walk(contents)) {
      List<Path> files = tree.filter(each -> !each.equals(contents)).sorted().toList();
      Files.write(script, files.stream().flatMap(each -> requests(contents, each, into)).toList());
      check(debugfs(contents, "-w", "-f", script.toString()));
      Files.delete(script);
    } catch (IOException failure) {
      throw new HostException(
          "cannot copy %s into %s: %s; check the space left".formatted(contents, image, failure),
          failure);
    }
  }

  private static Stream<String> requests(Path contents, Path each, String into) {
    String source = contents.relativize(each).toString();
    String target = into + "/" + source;
    if (Files.isDirectory(each)) {
      return Stream.of("mkdir " + target);
    }
    // The name of what is written is taken as it is, and so cannot be a path.
    String parent = target.substring(0, target.lastIndexOf('/'));
    return Stream.of("cd " + parent, "write %s %s".formatted(source, each.getFileName()));
  }

  private List<String> debugfs(Path workingDirectory, String... arguments) {
    List<String> command = new ArrayList<>(toolbox.command(Tool.DEBUGFS));
    command.addAll(List.of(arguments));
    command.add(image.toString());
    return new ExternalProgram(command, workingDirectory, Map.of(), REMEDY).run();
  }

  /** Its exit status tells nothing of a request that failed. */
  private void check(List<String> lines) {
    List<String> complaints = lines.stream().filter(EXPECTED.negate()).toList();
    if (!complaints.isEmpty()) {
      throw new HostException(
          "debugfs cannot write to %s: %s; %s"
              .formatted(image, String.join("; ", complaints), REMEDY));
    }
  }
}
