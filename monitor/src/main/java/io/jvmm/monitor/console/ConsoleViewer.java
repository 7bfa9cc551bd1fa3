package io.jvmm.monitor.console;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;

/**
 * A user who is attached to a console. He is shown the latest of what he has not seen yet, on a
 * thread of his own; what he does not take in time is lost to him.
 */
final class ConsoleViewer implements AutoCloseable {
  private static final Duration FAREWELL = Duration.ofSeconds(1);
  private static final int CHUNK = 1024;

  private final SocketChannel connection;
  private final Backlog unseen = new Backlog(); // guarded by this
  private final Thread writer = Thread.ofVirtual().unstarted(this::showAll);
  private boolean any; // unseen bytes; guarded by this
  private boolean closing; // guarded by this

  /** What he does, told on threads of his own. */
  interface Events {
    /** He typed; may wait. */
    void typed(byte[] bytes) throws InterruptedException;

    /** He will not type again; he may go on watching. Told once. */
    void typesNoMore();

    /** He has gone. Told once, after that. */
    void left();
  }

  ConsoleViewer(SocketChannel connection) {
    this.connection = connection;
  }

  /** Serves him, and tells what he does. */
  void start(Events events) {
    writer.start();
    Thread.ofVirtual().start(() -> serve(events));
  }

  /** Shows him something, soon. Does not wait. */
  synchronized void show(ByteBuffer bytes) {
    any |= bytes.hasRemaining();
    unseen.add(bytes);
    notifyAll();
  }

  private void serve(Events events) {
    try {
      listen(events);
      events.typesNoMore();
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      events.left();
    }
  }

  private void listen(Events events) throws InterruptedException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    try {
      while (connection.read(chunk) >= 0) {
        events.typed(Arrays.copyOf(chunk.array(), chunk.position()));
        chunk.clear();
      }
    } catch (IOException e) {
      end(); // gone without a farewell
    }
  }

  private void showAll() {
    try {
      for (ByteBuffer bytes = next(); bytes.hasRemaining(); bytes = next()) {
        while (bytes.hasRemaining()) {
          connection.write(bytes);
        }
      }
    } catch (IOException e) {
      return; // he has gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  /** What he has not seen; waits for it. Empty if there will be no more. */
  private synchronized ByteBuffer next() throws InterruptedException {
    while (!any && !closing) {
      wait();
    }
    any = false;
    return unseen.take();
  }

  private void end() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    try {
      connection.close();
    } catch (IOException e) {
      return; // the other end has closed it already
    }
  }

  /** Shows him what is left, if he takes it within a second, and ends the connection. */
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    try {
      writer.join(FAREWELL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end();
  }
}
