package io.jvmm.monitor.control;

import io.jvmm.monitor.control.ControlReply.Done;
import io.jvmm.monitor.control.ControlReply.Refused;
import io.jvmm.monitor.socket.SocketListener;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.VmmException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where a machine that runs takes requests: a UNIX socket that its owner alone may use. Each
 * connection has a thread of its own, so that nobody waits for one who says nothing.
 */
public final class ControlSocket implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ControlSocket.class.getName());

  private final SocketListener listener;
  private final ControlHandler handler;
  private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();

  private ControlSocket(SocketListener listener, ControlHandler handler) {
    this.listener = listener;
    this.handler = handler;
  }

  /**
   * Opens it, in a dead program's place if need be.
   *
   * @param name the machine's, for threads
   * @throws HostException if nobody can listen there
   */
  public static ControlSocket open(Path path, String name, ControlHandler handler) {
    ControlSocket socket = new ControlSocket(listen(path), handler);
    Thread.ofPlatform().daemon().name(name + "-control").start(socket::accept);
    return socket;
  }

  private static SocketListener listen(Path path) {
    try {
      return SocketListener.at(path);
    } catch (IOException | IllegalArgumentException e) {
      throw new HostException(
          "cannot listen for requests at '%s': %s".formatted(path, e.getMessage()), e);
    }
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel connection = listener.channel().accept();
        connections.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (ClosedChannelException e) {
      return; // as it is meant to end
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "no more requests are taken: {0}", e.getMessage());
    }
  }

  private void serve(SocketChannel connection) {
    try (connection) {
      ControlReply reply = reply(ControlLine.read(connection, ControlLine.REQUEST_LIMIT));
      ControlLine.write(connection, ControlProtocol.write(reply));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a request was given up: {0}", e.getMessage());
    } finally {
      connections.remove(connection);
    }
  }

  private ControlReply reply(String line) {
    try {
      return new Done(handler.handle(ControlProtocol.request(line)));
    } catch (VmmException e) {
      return Refused.because(e);
    }
  }

  /** Takes no more requests, and ends the connections that there are. */
  @Override
  public void close() {
    listener.close();
    connections.forEach(ControlSocket::end);
  }

  private static void end(SocketChannel connection) {
    try {
      connection.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a connection did not end: {0}", e.getMessage());
    }
  }
}
