package io.jvmm.http.server;

import io.jvmm.http.Listening;
import io.jvmm.http.Listening.AtPort;
import io.jvmm.http.Listening.AtSocket;
import io.jvmm.http.api.Router;
import io.jvmm.monitor.socket.SocketListener.SocketFile;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.InternalException;
import java.io.IOException;
import java.net.BindException;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.jspecify.annotations.Nullable;

/** The server library, as this API wants it: HTTP/1.1, small, handlers on virtual threads. */
public final class HttpServer implements AutoCloseable {
  private static final int PLATFORM_THREADS = 16; // they only look who has sent something
  private static final long IDLE_MILLIS = 30_000;

  private final Limits limits;
  private final Server server = new Server(threads());
  private final EventStreams streams;
  private final Deadlines deadlines;
  private @Nullable SocketFile file; // set while it starts

  private HttpServer(Limits limits) {
    this.limits = limits;
    this.streams = new EventStreams(limits.eventStreams());
    this.deadlines = new Deadlines(server.getScheduler(), limits.requestTime());
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS);
    threads.setName("http");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    return threads;
  }

  /**
   * Starts one; it serves when this returns.
   *
   * @throws io.jvmm.vmm.error.VmmException if it cannot listen there
   */
  public static HttpServer start(Router router, Listening listening, Limits limits) {
    HttpServer started = new HttpServer(limits);
    Login login = login(listening);
    started.answer(router, gate(listening, login), login);
    switch (listening) {
      case AtSocket at -> started.listen(PrivateSocket.at(at.path()));
      case AtPort at ->
          started.listen(PortConnector.of(started.server, at), at.endpoint().toString());
    }
    return started;
  }

  private static Login login(Listening listening) {
    SessionCookie cookie =
        switch (listening) {
          case AtSocket _ -> SessionCookie.ofPort(0, false);
          case AtPort at -> SessionCookie.ofPort(at.endpoint().port(), at.tls().isPresent());
        };
    return new Login(
        new Sessions(Limits.SESSIONS, Limits.SESSION_TIME, InstantSource.system()), cookie);
  }

  private static Gate gate(Listening listening, Login login) {
    return switch (listening) {
      case AtSocket _ -> Gate.open();
      case AtPort at -> PortConnector.gate(at, login);
    };
  }

  private void answer(Router router, Gate gate, Login login) {
    var webSockets = WebSocketServerComponents.ensureWebSocketComponents(server);
    Consoles consoles = new Consoles(webSockets, limits.consoles());
    AnswerWriter writer = new AnswerWriter(streams, consoles, login);
    server.setHandler(new Dispatcher(router, gate, deadlines, writer, limits.lookTime()));
    server.setErrorHandler(new ProblemErrors());
  }

  private void listen(PrivateSocket socket) {
    // No acceptors: the selector accepts, and closes at once what comes beyond the limit.
    HttpConnectionFactory http = new HttpConnectionFactory(PortConnector.configuration());
    UnixDomainServerConnector connector = new UnixDomainServerConnector(server, 0, 1, http);
    connector.setUnixDomainPath(socket.draft());
    try {
      listen(connector, socket.toString());
      file = socket.publish();
    } finally {
      socket.tidy();
    }
  }

  private void listen(AbstractConnector connector, String place) {
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.addBean(deadlines);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(limits.connections(), connector));
    try {
      server.start();
    } catch (Exception e) { // as the library declares it
      close();
      throw new HostException(
          "cannot listen at %s (%s): stop who does, or choose another place"
              .formatted(place, reason(e)),
          e);
    }
  }

  private static @Nullable String reason(Exception e) {
    return e.getCause() instanceof BindException cause ? cause.getMessage() : e.getMessage();
  }

  /** Waits until it is closed. */
  public void awaitEnd() throws InterruptedException {
    server.join();
  }

  @Override
  public void close() {
    streams.close();
    try {
      if (file != null) {
        file.remove();
      }
      server.stop();
    } catch (IOException e) {
      throw new HostException("cannot remove a socket: " + e.getMessage(), e);
    } catch (Exception e) { // as the library declares it
      throw new InternalException("the HTTP server did not stop: " + e);
    }
  }
}
