package io.jvmm.monitor.console;

import io.jvmm.linux.PseudoTerminal;
import io.jvmm.linux.PseudoTerminal.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A pseudoterminal that programs open by a link to it, as they would a serial line. Several may
 * have it open at once; they are one to the guest. What they had not read when the last one closed
 * it is for who opens it next.
 */
final class TerminalBackend implements PortBackend {
  private static final Set<Event> INPUT = EnumSet.of(Event.INPUT);
  private static final Set<Event> ROOM = EnumSet.of(Event.ROOM);
  private static final Set<Event> EITHER = EnumSet.of(Event.INPUT, Event.ROOM);

  // Linux does not tell of an open: while nobody is there, who waits for somebody looks as often.
  private static final int LOOK_MILLIS = 100;
  // While somebody is there, nobody looks. This is for who closed and opened it too fast to be
  // seen.
  private static final int RECHECK_MILLIS = 1_000;
  private static final int DRAIN_MILLIS = 1_000;
  private static final int DRAIN_LOOK_MILLIS = 10;

  private final PseudoTerminal terminal;
  private final TerminalLink link;
  private final Unread unread;
  private final Object sending = new Object(); // held while bytes are sent: none overtakes another
  private final Backlog backlog = new Backlog(); // guarded by sending
  private final CountDownLatch ended = new CountDownLatch(1); // when nobody is taken any more
  private volatile Consumer<Boolean> watcher = _ -> {};
  private boolean heard; // whether somebody is there; the reading thread's

  private TerminalBackend(PseudoTerminal terminal, TerminalLink link, Unread unread) {
    this.terminal = terminal;
    this.link = link;
    this.unread = unread;
  }

  /** Makes a pseudoterminal, and a link to it at {@code path}. */
  static TerminalBackend at(Path path, Unread unread) throws IOException {
    PseudoTerminal terminal = PseudoTerminal.open();
    try {
      return new TerminalBackend(terminal, TerminalLink.make(path, terminal.path()), unread);
    } catch (IOException | RuntimeException e) {
      terminal.close();
      throw e;
    }
  }

  @Override
  public void watch(Consumer<Boolean> now) {
    watcher = now;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    while (heard || awaitSomebody()) {
      int length = receive(target);
      if (length > 0) {
        return length;
      }
      if (length < 0) {
        heard = false;
        terminal.reset();
        watcher.accept(false);
      }
    }
    return -1;
  }

  /** Waits for the next one; false if nobody is taken any more. */
  private boolean awaitSomebody() throws IOException {
    while (!somebodyCame()) {
      if (!pause()) {
        return false;
      }
    }
    heard = true;
    watcher.accept(true);
    return true;
  }

  /** Whether somebody is there, or was and has left something: it may have taken him no time. */
  private boolean somebodyCame() throws IOException {
    return terminal.isOpened() || terminal.await(INPUT, 0).contains(Event.INPUT);
  }

  /** Lets some time pass, while nobody is there; false if nobody is taken any more. */
  private boolean pause() throws IOException {
    try {
      return !ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    }
  }

  /**
   * Waits for input, and sends what was kept meanwhile: who is there may say something before he
   * reads it.
   *
   * @return how many bytes came; 0 if there is nothing to read yet, and -1 if nobody is there
   */
  private int receive(ByteBuffer target) throws IOException {
    Set<Event> events = terminal.await(sendKept() ? INPUT : EITHER, RECHECK_MILLIS);
    boolean told = !events.isEmpty() && !events.equals(ROOM);
    return told ? terminal.read(target) : 0;
  }

  /** Sends what was kept, if somebody is there and as far as there is room; whether that is all. */
  private boolean sendKept() throws IOException {
    synchronized (sending) {
      ByteBuffer kept = backlog.take();
      if (terminal.isOpened()) {
        terminal.write(kept);
      }
      boolean all = !kept.hasRemaining();
      backlog.add(kept);
      return all;
    }
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int total = source.remaining();
    while (source.hasRemaining()) {
      if (unread == Unread.WAITS) {
        awaitReader();
      }
      sendOrKeep(source);
      if (source.hasRemaining()) {
        terminal.await(ROOM, RECHECK_MILLIS);
      }
    }
    return total;
  }

  private void awaitReader() throws IOException {
    while (!terminal.isOpened()) {
      if (!pause()) {
        throw new ClosedChannelException();
      }
    }
  }

  private void sendOrKeep(ByteBuffer source) throws IOException {
    synchronized (sending) {
      if (!terminal.isOpened()) {
        keep(source);
      } else if (sendKept()) {
        terminal.write(source);
      }
    }
  }

  private void keep(ByteBuffer source) {
    if (unread == Unread.KEEPS_LATEST) {
      backlog.add(source);
    }
  }

  /** The first time only: later the path may be another's. */
  @Override
  public synchronized void endListening() {
    if (isListening()) {
      ended.countDown();
      link.close();
    }
  }

  private boolean isListening() {
    return ended.getCount() > 0;
  }

  @Override
  public boolean isOpen() {
    return isListening() || terminal.isOpened();
  }

  /** Lets who is there read what was sent, for at most a second: the end takes the rest with it. */
  @Override
  public void close() {
    try (terminal) {
      endListening();
      drain();
    } catch (IOException e) {
      return; // there is no more to be done for him
    }
  }

  private void drain() throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DRAIN_MILLIS);
    while (terminal.isOpened() && !isDrained() && System.nanoTime() - end < 0) {
      try {
        Thread.sleep(DRAIN_LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private boolean isDrained() throws IOException {
    return sendKept() && terminal.isDrained();
  }
}
