package io.jvmm.monitor.console;

import io.jvmm.monitor.socket.SocketListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A socket that programs connect to, one at a time; the next waits until the one before has gone,
 * which is no error. Whoever ends what he sends has gone. What could not be sent to him is for the
 * next.
 */
final class SocketBackend implements PortBackend {
  private final SocketListener listener;
  private final Unread unread;
  private final Object sending = new Object(); // held while bytes are sent: none overtakes another
  private final Backlog backlog = new Backlog(); // guarded by sending
  private volatile Consumer<Boolean> watcher = _ -> {};
  private Optional<SocketChannel> heard = Optional.empty(); // the reading thread's
  private Optional<SocketChannel> client = Optional.empty(); // guarded by this
  private boolean listening = true; // guarded by this

  SocketBackend(SocketListener listener, Unread unread) {
    this.listener = listener;
    this.unread = unread;
  }

  @Override
  public void watch(Consumer<Boolean> now) {
    watcher = now;
  }

  @Override
  public int read(ByteBuffer target) {
    while (heard.isPresent() || accept()) {
      int length = receive(heard.get(), target);
      if (length > 0) {
        return length;
      }
      disconnect(heard.get());
      heard = Optional.empty();
      watcher.accept(false);
    }
    return -1;
  }

  /** Waits for the next one; false if nobody is taken any more. */
  private boolean accept() {
    try {
      SocketChannel next = listener.channel().accept();
      if (!admit(next)) {
        next.close();
        return false;
      }
      heard = Optional.of(next);
      watcher.accept(true);
      return true;
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  private boolean admit(SocketChannel next) {
    synchronized (sending) {
      if (!setClient(next)) {
        return false;
      }
      ByteBuffer kept = backlog.take();
      send(next, kept);
      backlog.add(kept);
      return true;
    }
  }

  private synchronized boolean setClient(SocketChannel next) {
    if (listening) {
      client = Optional.of(next);
      notifyAll();
    }
    return listening;
  }

  private static int receive(SocketChannel from, ByteBuffer target) {
    try {
      return from.read(target);
    } catch (IOException e) {
      return -1; // gone without a farewell
    }
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int total = source.remaining();
    while (source.hasRemaining()) {
      if (unread == Unread.WAITS) {
        awaitClient();
      }
      sendOrKeep(source);
    }
    return total;
  }

  private synchronized void awaitClient() throws IOException {
    try {
      while (client.isEmpty() && listening) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while nobody is there", e);
    }
    if (client.isEmpty()) {
      throw new ClosedChannelException();
    }
  }

  private void sendOrKeep(ByteBuffer source) {
    synchronized (sending) {
      Optional<SocketChannel> to = client();
      if (to.isPresent()) {
        send(to.get(), source);
      } else if (unread == Unread.KEEPS_LATEST) {
        backlog.add(source);
      }
    }
  }

  private void send(SocketChannel to, ByteBuffer source) {
    try {
      while (source.hasRemaining()) {
        to.write(source);
      }
    } catch (IOException e) {
      disconnect(to);
    }
  }

  private synchronized Optional<SocketChannel> client() {
    return client;
  }

  /** Closes one's connection; the reading thread notices, and says so. */
  private synchronized void disconnect(SocketChannel gone) {
    if (client.equals(Optional.of(gone))) {
      client = Optional.empty();
    }
    try {
      gone.close();
    } catch (IOException e) {
      return; // the other end has closed it already
    }
  }

  @Override
  public void endListening() {
    synchronized (this) {
      listening = false;
      notifyAll();
    }
    listener.close();
  }

  @Override
  public boolean isOpen() {
    return listener.channel().isOpen() || client().isPresent();
  }

  @Override
  public void close() {
    endListening();
    client().ifPresent(this::disconnect);
  }
}
