package io.jvmm.nested;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A command in a shared host, with what it sees of this machine. It dies with the process that
 * started it here, however that ends.
 *
 * @param id letters, digits, {@code .}, {@code _} and {@code -}; two of the same do not run at a
 *     time
 * @param directories what it sees
 * @param command what it runs
 */
public record HostSession(String id, List<SharedDirectory> directories, RemoteCommand command) {
  /** A directory is mounted before those below it, and to be read before to be written. */
  private static final Comparator<SharedDirectory> OUTER_FIRST =
      Comparator.comparing(SharedDirectory::path).thenComparing(SharedDirectory::access);

  /** Puts the directories in order. */
  public HostSession {
    directories = directories.stream().distinct().sorted(OUTER_FIRST).toList();
    if (!id.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException("the name of a session: " + id);
    }
  }

  /** The command as the host is to run it. */
  RemoteCommand remote() {
    List<String> words = new ArrayList<>(List.of("unshare", "--mount", "/etc/session", id));
    directories.forEach(each -> words.add(each.access().option() + ":" + each.path()));
    words.addAll(List.of("--", "sh", "-c", command.shellText()));
    return RemoteCommand.of(words.toArray(String[]::new));
  }
}
