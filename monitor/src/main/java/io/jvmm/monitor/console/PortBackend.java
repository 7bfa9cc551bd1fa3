package io.jvmm.monitor.console;

import io.jvmm.monitor.socket.SocketListener;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.spec.PortConnection;
import io.jvmm.vmm.spec.PortConnection.TcpSocket;
import io.jvmm.vmm.spec.PortConnection.ToFile;
import io.jvmm.vmm.spec.PortConnection.ToTerminal;
import io.jvmm.vmm.spec.PortConnection.UnixSocket;
import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a port leads to on the host. Reading waits for bytes, and ends with -1 when there will be no
 * more from anybody; writing waits until all bytes are taken. One thread reads, another writes.
 */
interface PortBackend extends ByteChannel {
  /** What becomes of output while nobody is there to take it. */
  enum Unread {
    /** It waits, and so does the guest: a program talks to a program. */
    WAITS,
    /**
     * The latest of it is kept for who comes; the guest goes on, as with a monitor switched off.
     */
    KEEPS_LATEST
  }

  /**
   * Opens what a connection names.
   *
   * @throws HostException if the host refuses; the message says what to do
   */
  static PortBackend open(PortConnection connection, Unread unread) {
    try {
      return switch (connection) {
        case ToFile(var path) -> FileBackend.open(path);
        case UnixSocket(var path) -> new SocketBackend(SocketListener.at(path), unread);
        case TcpSocket(var endpoint) -> new SocketBackend(SocketListener.at(endpoint), unread);
        case ToTerminal(var path) -> TerminalBackend.at(path, unread);
      };
    } catch (IOException e) {
      throw new HostException(
          "cannot open '%s' for the console (%s): choose another place, or free this one"
              .formatted(connection, e),
          e);
    }
  }

  /** What keeps a connection from being opened, in a line for the user; empty if nothing does. */
  static Optional<String> problem(PortConnection connection) {
    return switch (connection) {
      case ToFile _ -> Optional.empty();
      case UnixSocket(var path) -> SocketListener.problem(path);
      case TcpSocket(var endpoint) -> SocketListener.problem(endpoint);
      case ToTerminal(var path) -> TerminalLink.problem(path);
    };
  }

  /**
   * Has it told from now on whether somebody is there; to be called before the first read. The
   * watcher must not wait.
   */
  void watch(Consumer<Boolean> watcher);

  /** Takes nobody new from now on; who is there stays. */
  void endListening();

  @Override
  void close();
}
