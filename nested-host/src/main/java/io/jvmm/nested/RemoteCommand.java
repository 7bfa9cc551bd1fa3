package io.jvmm.nested;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A command to run in the nested host.
 *
 * @param words the program and its arguments, as it is to see them
 * @param directory where it runs; has to exist in the nested host
 * @param environment variables it gets beyond the nested host's own
 */
public record RemoteCommand(List<String> words, Path directory, Map<String, String> environment) {
  /** Copies the collections. */
  public RemoteCommand {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a command needs at least a program");
    }
  }

  /** In the root directory, without further variables. */
  public static RemoteCommand of(String... words) {
    return new RemoteCommand(List.of(words), Path.of("/"), Map.of());
  }

  /** The same with other variables. */
  public RemoteCommand with(Map<String, String> others) {
    return new RemoteCommand(words, directory, others);
  }

  /** The same in another directory. */
  public RemoteCommand in(Path other) {
    return new RemoteCommand(words, other, environment);
  }

  /** What a POSIX shell has to read; ssh knows no other form of a command. */
  String shellText() {
    String variables =
        new TreeMap<>(environment)
            .entrySet().stream()
                .map(each -> each.getKey() + "=" + quote(each.getValue()) + " ")
                .collect(Collectors.joining());
    String command = words.stream().map(RemoteCommand::quote).collect(Collectors.joining(" "));
    return "cd %s && exec env %s%s".formatted(quote(directory.toString()), variables, command);
  }

  private static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
