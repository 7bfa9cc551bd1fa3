package io.jvmm.monitor.spec;

import io.jvmm.monitor.spec.Json.JsonArray;
import io.jvmm.monitor.spec.Json.JsonObject;
import io.jvmm.monitor.spec.Json.Place;
import io.jvmm.vmm.spec.ConsoleSpec;
import io.jvmm.vmm.spec.HostEndpoint;
import io.jvmm.vmm.spec.PortConnection;
import io.jvmm.vmm.spec.PortConnection.TcpSocket;
import io.jvmm.vmm.spec.PortConnection.ToFile;
import io.jvmm.vmm.spec.PortConnection.ToTerminal;
import io.jvmm.vmm.spec.PortConnection.UnixSocket;
import io.jvmm.vmm.spec.PortSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the ports of one console must not have in common, and where they cannot lead to. */
final class PortRules {
  private final SpecFiles files;
  private final Problems problems;
  private final Set<String> names = new HashSet<>();
  private final Set<Object> taken = new HashSet<>(); // paths and endpoints

  private PortRules(SpecFiles files, Problems problems) {
    this.files = files;
    this.problems = problems;
  }

  /** Checks the console that {@code source} describes. */
  static void check(ConsoleSpec console, JsonObject source, SpecFiles files, Problems problems) {
    PortRules rules = new PortRules(files, problems);
    Json connect = source.members().get("connect");
    if (connect != null) {
      console.connect().ifPresent(connection -> rules.check(connection, connect.place()));
    }
    if (source.members().get("ports") instanceof JsonArray ports) {
      rules.check(console.ports(), ports);
    }
  }

  private void check(List<PortSpec> ports, JsonArray source) {
    if (ports.size() > ConsoleSpec.MAX_PORTS) {
      problems.add(
          source.place(),
          "%d ports are more than the %d that a console has room for"
              .formatted(ports.size(), ConsoleSpec.MAX_PORTS));
    }
    for (int i = 0; i < ports.size(); i++) {
      if (source.elements().get(i) instanceof JsonObject port) {
        check(ports.get(i), port);
      }
    }
  }

  private void check(PortSpec port, JsonObject source) {
    if (!names.add(port.name())) {
      problems.add(
          source.place().member("name"),
          "another port is called '%s' too: change one".formatted(port.name()));
    }
    check(port.connect(), source.place().member("connect"));
  }

  private void check(PortConnection connection, Place place) {
    PortConnection located = files.located(connection);
    if (!taken.add(target(located))) {
      problems.add(place, "another port leads to '%s' too: change one".formatted(target(located)));
    }
    problem(located).ifPresent(problem -> problems.add(place, problem));
  }

  /** What two connections must not share, whatever they make of it. */
  private static Object target(PortConnection connection) {
    return switch (connection) {
      case ToFile(Path path) -> path;
      case UnixSocket(Path path) -> path;
      case ToTerminal(Path path) -> path;
      case TcpSocket(HostEndpoint endpoint) -> endpoint;
    };
  }

  private static Optional<String> problem(PortConnection connection) {
    return switch (connection) {
      case ToFile(Path path) ->
          Files.exists(path) ? problemOfAppending(path) : problemOfCreating(path);
      case UnixSocket socket when socket.pathBytes() > PortConnection.MAX_SOCKET_PATH ->
          Optional.of(
              "the path '%s' has %d bytes, and a socket's can have %d: choose a shorter one"
                  .formatted(socket.path(), socket.pathBytes(), PortConnection.MAX_SOCKET_PATH));
      case UnixSocket(Path path) -> problemOfCreating(path);
      case ToTerminal(Path path) -> problemOfCreating(path);
      case TcpSocket _ -> Optional.empty();
    };
  }

  private static Optional<String> problemOfAppending(Path file) {
    if (Files.isDirectory(file)) {
      return Optional.of("'%s' is a directory: name a file".formatted(file));
    }
    return Files.isWritable(file)
        ? Optional.empty()
        : Optional.of("'%s' cannot be written: check its permissions".formatted(file));
  }

  private static Optional<String> problemOfCreating(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      return Optional.of(
          "'%s' would be in '%s', which is no directory: create it, or change the path"
              .formatted(file, directory));
    }
    return Files.isWritable(directory)
        ? Optional.empty()
        : Optional.of(
            "nothing can be created in '%s': check its permissions, or change the path"
                .formatted(directory));
  }
}
