package io.jvmm.monitor.console;

import io.jvmm.monitor.socket.SocketListener;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The console of a machine that runs on its own: a socket where any number of users see what it
 * prints, each from the latest {@value Backlog#CAPACITY} bytes before he came. One of them types:
 * the one who has been there longest. What is sent is what was printed and typed, and nothing else,
 * so that any program can attach. A user who does not keep up misses something; the guest never
 * waits for one.
 */
public final class ConsoleHub implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ConsoleHub.class.getName());
  private static final int CHUNKS = 16;
  private static final byte[] NOT_YOURS =
      "\r\n[jvmm] another user has the keyboard; it is yours when all who came before have left\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final SocketListener listener;
  private final OutputStream record;
  private final BlockingQueue<byte[]> typed = new ArrayBlockingQueue<>(CHUNKS);
  private final Backlog backlog = new Backlog(); // guarded by this
  private final List<ConsoleViewer> viewers = new ArrayList<>(); // guarded by this
  private boolean closed; // guarded by this
  private final List<ConsoleViewer> typists = new ArrayList<>(); // oldest first; guarded by this

  private ConsoleHub(SocketListener listener, OutputStream record) {
    this.listener = listener;
    this.record = record;
  }

  /**
   * Opens it, in a dead program's place if need be.
   *
   * @param path the socket's, which only its owner may use
   * @param record gets everything that is printed
   * @throws HostException if nobody can listen there
   */
  public static ConsoleHub open(Path path, OutputStream record) {
    try {
      ConsoleHub hub = new ConsoleHub(SocketListener.at(path), record);
      Thread.ofPlatform().daemon().name("console-users").start(hub::accept);
      return hub;
    } catch (IOException | IllegalArgumentException e) {
      throw new HostException(
          "cannot offer the console at '%s': %s".formatted(path, e.getMessage()), e);
    }
  }

  private void accept() {
    try {
      while (true) {
        admit(new ConsoleViewer(listener.channel().accept()));
      }
    } catch (ClosedChannelException e) {
      return; // as it is meant to end
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "nobody else can attach: {0}", e.getMessage());
    }
  }

  private synchronized void admit(ConsoleViewer viewer) {
    if (closed) {
      viewer.close();
      return;
    }
    ByteBuffer latest = backlog.take();
    backlog.add(latest.duplicate());
    viewer.show(latest);
    viewers.add(viewer);
    typists.add(viewer);
    viewer.start(new Seat(viewer));
  }

  /** What a user does. */
  private final class Seat implements ConsoleViewer.Events {
    private final ConsoleViewer viewer;
    private boolean told; // that it is not his turn; owned by the thread that hears him

    private Seat(ConsoleViewer viewer) {
      this.viewer = viewer;
    }

    @Override
    public void typed(byte[] bytes) throws InterruptedException {
      if (isFirst(viewer)) {
        typed.put(bytes);
      } else if (!told) {
        told = true;
        viewer.show(ByteBuffer.wrap(NOT_YOURS));
      }
    }

    @Override
    public void typesNoMore() {
      synchronized (ConsoleHub.this) {
        typists.remove(viewer);
      }
    }

    @Override
    public void left() {
      synchronized (ConsoleHub.this) {
        viewers.remove(viewer);
      }
    }
  }

  private synchronized boolean isFirst(ConsoleViewer viewer) {
    return typists.getFirst() == viewer;
  }

  /** What is printed goes here. */
  OutputStream output() {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        show(ByteBuffer.wrap(bytes, offset, length));
        record.write(bytes, offset, length);
      }

      @Override
      public void flush() throws IOException {
        record.flush();
      }
    };
  }

  private synchronized void show(ByteBuffer bytes) {
    backlog.add(bytes.duplicate());
    viewers.forEach(viewer -> viewer.show(bytes.duplicate()));
  }

  /** What is typed comes from here. */
  InputStream input() {
    return new InputStream() {
      private byte[] rest = {}; // owned by the one thread that reads

      @Override
      public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) {
        if (length == 0) {
          return 0;
        }
        if (rest.length == 0 && !next()) {
          return -1;
        }
        int count = Math.min(length, rest.length);
        System.arraycopy(rest, 0, target, offset, count);
        rest = Arrays.copyOfRange(rest, count, rest.length);
        return count;
      }

      private boolean next() {
        try {
          rest = typed.take();
          return true;
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false; // nobody wants it any more
        }
      }
    };
  }

  /** Shows everybody what is left, for at most a second, and sends them away. */
  @Override
  public void close() {
    listener.close();
    List<ConsoleViewer> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(viewers);
    }
    all.forEach(ConsoleViewer::close);
  }
}
