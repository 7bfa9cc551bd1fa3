package io.jvmm.http.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Ends connections on which a request does not arrive in time, however busily its bytes trickle.
 * The clock runs from when a connection opens, or has answered, until the next request is there
 * whole.
 */
final class Deadlines implements Connection.Listener {
  private final Scheduler scheduler;
  private final Duration patience;
  private final Map<Connection, Scheduler.Task> running = new ConcurrentHashMap<>();

  Deadlines(Scheduler scheduler, Duration patience) {
    this.scheduler = scheduler;
    this.patience = patience;
  }

  @Override
  public void onOpened(Connection connection) {
    if (!(connection instanceof SslConnection)) { // the one inside has the clock
      start(connection);
    }
  }

  @Override
  public void onClosed(Connection connection) {
    stop(connection);
  }

  /** A request has begun to arrive. */
  void begun(Request request) {
    Connection connection = request.getConnectionMetaData().getConnection();
    Request.addCompletionListener(request, _ -> start(connection));
  }

  /** A request is there whole. */
  void arrived(Request request) {
    stop(request.getConnectionMetaData().getConnection());
  }

  private void start(Connection connection) {
    EndPoint endPoint = connection.getEndPoint();
    if (!endPoint.isOpen() || !connection.equals(endPoint.getConnection())) {
      return; // it is over, or became a WebSocket
    }
    Scheduler.Task task =
        scheduler.schedule(() -> end(connection), patience.toMillis(), TimeUnit.MILLISECONDS);
    Scheduler.Task before = running.put(connection, task);
    if (before != null) {
      before.cancel();
    }
  }

  private void stop(Connection connection) {
    Scheduler.Task task = running.remove(connection);
    if (task != null) {
      task.cancel();
    }
  }

  private void end(Connection connection) {
    running.remove(connection);
    if (connection.equals(connection.getEndPoint().getConnection())) {
      connection.getEndPoint().close();
    }
  }
}
