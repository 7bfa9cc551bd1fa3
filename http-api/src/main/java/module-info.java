/**
 * The user's machines by HTTP: what {@code jvmm serve} does. Routes and their handlers know nothing
 * of the server library; the server knows nothing of machines.
 */
module io.jvmm.http {
  requires io.jvmm.control;
  requires io.jvmm.monitor;
  requires io.jvmm.vmm;
  requires org.eclipse.jetty.server;
  requires org.eclipse.jetty.unixdomain.server;
  requires org.eclipse.jetty.websocket.core.server;
  requires org.slf4j;
  requires static org.jspecify;
  requires tools.jackson.core;
  requires tools.jackson.databind;

  exports io.jvmm.http;

  provides org.slf4j.spi.SLF4JServiceProvider with
      io.jvmm.http.server.SystemLogging;
}
