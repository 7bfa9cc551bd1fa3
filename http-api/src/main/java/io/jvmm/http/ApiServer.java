package io.jvmm.http;

import io.jvmm.http.api.Router;
import io.jvmm.http.api.Routes;
import io.jvmm.http.server.HttpServer;
import io.jvmm.http.server.Limits;
import io.jvmm.vmm.error.VmmException;

/** The server. Machines that it has started outlive it. */
public final class ApiServer implements AutoCloseable {
  private final HttpServer server;

  private ApiServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts it; it serves when this returns.
   *
   * @throws VmmException if it cannot listen there, or the files that it needs make no sense
   */
  public static ApiServer start(Service service, Listening listening) {
    return start(service, listening, Limits.normal());
  }

  /** With limits of a test's own. */
  static ApiServer start(Service service, Listening listening, Limits limits) {
    return new ApiServer(HttpServer.start(new Router(Routes.of(service)), listening, limits));
  }

  /** Waits until it is closed. */
  public void awaitEnd() throws InterruptedException {
    server.awaitEnd();
  }

  /** Takes no more requests, and ends the connections that there are. */
  @Override
  public void close() {
    server.close();
  }
}
