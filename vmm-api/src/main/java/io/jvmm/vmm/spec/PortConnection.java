package io.jvmm.vmm.spec;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * What a port of the console leads to on the host.
 *
 * <ul>
 *   <li>{@code file:PATH}: output is appended to a file; there is no input;
 *   <li>{@code unix:PATH}: whoever connects to a socket in the file system;
 *   <li>{@code tcp:127.0.0.1:PORT}: whoever connects to a port of the host's loopback;
 *   <li>{@code pty:PATH}: whoever opens a pseudoterminal by a symbolic link to it.
 * </ul>
 *
 * A relative path starts from the specification's own directory.
 */
public sealed interface PortConnection {
  /** What {@link #parse} accepts at most, as a regular expression of the JSON Schema's dialect. */
  String PATTERN = "^(file|unix|tcp|pty):.+$";

  /** The longest path of a socket, in bytes: sockaddr_un has 108, one of them for the end. */
  int MAX_SOCKET_PATH = 107;

  /** A file that output is appended to. */
  record ToFile(Path path) implements PortConnection {
    @Override
    public PortConnection withPath(UnaryOperator<Path> change) {
      return new ToFile(change.apply(path));
    }

    @Override
    public String toString() {
      return "file:" + path;
    }
  }

  /** A socket in the file system. */
  record UnixSocket(Path path) implements PortConnection {
    /** How many bytes its path has, of which {@link #MAX_SOCKET_PATH} can be. */
    public int pathBytes() {
      return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public PortConnection withPath(UnaryOperator<Path> change) {
      return new UnixSocket(change.apply(path));
    }

    @Override
    public String toString() {
      return "unix:" + path;
    }
  }

  /** A port of the host's loopback. */
  record TcpSocket(HostEndpoint endpoint) implements PortConnection {
    @Override
    public PortConnection withPath(UnaryOperator<Path> change) {
      return this;
    }

    @Override
    public String toString() {
      return "tcp:" + endpoint;
    }
  }

  /** A pseudoterminal (pts(4)), which a symbolic link leads to. */
  record ToTerminal(Path path) implements PortConnection {
    @Override
    public PortConnection withPath(UnaryOperator<Path> change) {
      return new ToTerminal(change.apply(path));
    }

    @Override
    public String toString() {
      return "pty:" + path;
    }
  }

  /** The same connection with another path, if it has one. */
  PortConnection withPath(UnaryOperator<Path> change);

  /**
   * Parses a connection.
   *
   * @throws IllegalArgumentException with a line for the user, if it is none
   */
  static PortConnection parse(String text) {
    int colon = text.indexOf(':');
    String rest = text.substring(colon + 1);
    return switch (text.substring(0, Math.max(colon, 0))) {
      case "file" -> new ToFile(path(rest));
      case "unix" -> new UnixSocket(path(rest));
      case "tcp" -> new TcpSocket(loopback(rest));
      case "pty" -> new ToTerminal(path(rest));
      default ->
          throw new IllegalArgumentException(
              "'%s' is no connection: write file:PATH, unix:PATH, pty:PATH or tcp:127.0.0.1:PORT"
                  .formatted(text));
    };
  }

  private static Path path(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          "the path is missing: write file:PATH, unix:PATH or pty:PATH");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("a path has no such character: " + e.getReason(), e);
    }
  }

  private static HostEndpoint loopback(String text) {
    HostEndpoint endpoint = HostEndpoint.parse(text);
    if (!InetAddress.ofLiteral(endpoint.address()).isLoopbackAddress()) {
      throw new IllegalArgumentException(
          ("'%s' can be reached from other machines, and nobody would be asked who they are:"
                  + " write 127.0.0.1 or [::1], and forward it with ssh if you must")
              .formatted(endpoint));
    }
    return endpoint;
  }
}
