package io.jvmm.monitor.socket;

import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.spec.HostEndpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;

/**
 * A socket that listens; one in the file system goes with it.
 *
 * @param channel takes who comes, one after the other
 * @param file the socket's place in the file system, if it has one
 */
public record SocketListener(ServerSocketChannel channel, Optional<SocketFile> file)
    implements AutoCloseable {
  private static final int FILE_TYPE = 0170000; // S_IFMT of inode(7)
  private static final int SOCKET = 0140000; // S_IFSOCK

  /** A socket's path, and which file was there when it was made. */
  public record SocketFile(Path path, Object key) {
    /** The one that is there. */
    public static SocketFile of(Path path) throws IOException {
      return new SocketFile(path, keyOf(path));
    }

    /** Removes it, unless it is another's by now. */
    public void remove() throws IOException {
      try {
        if (keyOf(path).equals(key)) {
          Files.delete(path);
        }
      } catch (NoSuchFileException e) {
        return; // somebody was faster
      }
    }

    private static Object keyOf(Path path) throws IOException {
      return Objects.requireNonNull(
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .fileKey());
    }
  }

  /** What keeps a socket from listening there, in a line for the user; empty if nothing does. */
  public static Optional<String> problem(Path path) {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    if (!isSocket(path)) {
      return Optional.of(
          "there is a file '%s' that is no socket: remove it, or change the path".formatted(path));
    }
    return answers(path)
        ? Optional.of(
            "a running program listens at '%s': stop it, or change the path".formatted(path))
        : Optional.empty();
  }

  /** What keeps a port from being listened at, in a line for the user; empty if nothing does. */
  public static Optional<String> problem(HostEndpoint endpoint) {
    try (SocketListener _ = at(endpoint)) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "this machine cannot listen at %s (%s): choose another port"
              .formatted(endpoint, e.getMessage()));
    }
  }

  /** Listens at a path, whose socket is its owner's only; takes a dead program's place. */
  public static SocketListener at(Path path) throws IOException {
    Optional<String> problem = problem(path);
    if (problem.isPresent()) {
      throw new HostException(problem.get());
    }
    Files.deleteIfExists(path);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      return new SocketListener(channel, Optional.of(SocketFile.of(path)));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Listens at a port, also one that was in use just now. */
  public static SocketListener at(HostEndpoint endpoint) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(endpoint.toSocketAddress());
      return new SocketListener(channel, Optional.empty());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean isSocket(Path path) {
    try {
      int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return (mode & FILE_TYPE) == SOCKET;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a program listens there. Does not wait for one that has too much to do. */
  private static boolean answers(Path path) {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.configureBlocking(false);
      probe.connect(UnixDomainSocketAddress.of(path));
      return true;
    } catch (ConnectException e) {
      return false;
    } catch (IOException e) {
      return true; // not for us: another user's
    }
  }

  @Override
  public void close() {
    try (channel) {
      if (file.isPresent()) {
        file.get().remove();
      }
    } catch (IOException e) {
      throw new HostException("cannot close a socket: " + e.getMessage(), e);
    }
  }
}
