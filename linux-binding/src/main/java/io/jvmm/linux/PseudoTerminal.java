package io.jvmm.linux;

import io.jvmm.linux.libc.Errno;
import io.jvmm.linux.libc.Libc;
import io.jvmm.linux.libc.OpenFile;
import io.jvmm.linux.libc.PollList;
import io.jvmm.linux.uapi.Linux;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A pseudoterminal (pts(4)), seen from the end that made it, the master; other programs open the
 * slave, a device, and find a terminal. Bytes pass unchanged. Nothing but {@link #await} waits. Any
 * thread may call anything.
 *
 * <p>The system holds about 14 KiB that nobody has read, in each direction. It keeps them when the
 * slave is closed, for who opens it next; but once the master is closed, they are gone.
 */
public final class PseudoTerminal implements AutoCloseable {
  private static final int CHUNK = 4096; // N_TTY_BUF_SIZE: what the slave's reader can get at once

  private final TerminalMaster master;
  private final Path path;
  private final EventCounter end; // rung once and never read: who polls it does not wait again
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock(); // read by each call
  private volatile boolean closed; // set before the write lock is asked for

  /** What can be awaited. */
  public enum Event {
    /** There are bytes to read. */
    INPUT,
    /** There is room for bytes. */
    ROOM,
    /** Nobody has the slave open. Holds whether it was awaited or not. */
    HANGUP,
    /** This end is closed. Holds whether it was awaited or not. */
    CLOSED
  }

  private PseudoTerminal(TerminalMaster master, EventCounter end) {
    this.master = master;
    this.path = master.slave();
    this.end = end;
  }

  /**
   * Makes one: in raw mode, its slave readable and writable by its owner only.
   *
   * @throws HostException if the host has none (left); the message says what to do
   */
  public static PseudoTerminal open() {
    TerminalMaster master = TerminalMaster.open();
    try {
      master.keepToOwner();
      master.makeRaw();
      master.unlock();
      // Linux tells of a hangup only after somebody was there. We are the first, so that it does.
      master.openSlave().close();
      return new PseudoTerminal(master, EventCounter.create());
    } catch (RuntimeException e) {
      master.close();
      throw e;
    }
  }

  /** The slave's device. */
  public Path path() {
    return path;
  }

  /**
   * Whether somebody has the slave open. Linux tells when the last one closes it ({@link
   * Event#HANGUP}), and of an open there is no event: who waits for somebody has to ask now and
   * then.
   */
  public boolean isOpened() {
    try {
      Set<Event> events = await(Set.of(), 0);
      return !events.contains(Event.HANGUP) && !events.contains(Event.CLOSED);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Whether the slave's readers have read everything that was written. To find out, it opens the
   * slave for a moment, which hides a hangup from whoever waits for one.
   */
  public boolean isDrained() {
    return using(this::nothingLeft, true);
  }

  private boolean nothingLeft() {
    try (OpenFile slave = master.openSlave();
        Arena arena = Arena.ofConfined()) {
      PollList list = new PollList(arena, 1).watch(0, slave.number(), Linux.POLLIN());
      return list.poll(0) == 0;
    } catch (HostException e) {
      return false; // whoever has it keeps it to himself (TIOCEXCL): there is no telling
    }
  }

  /**
   * Waits for one of some events, a hangup, or the end; a signal lets it return early.
   *
   * @param awaited any of INPUT and ROOM
   * @param millis how long at most; 0 asks without waiting
   * @return those that hold now, of them; none after {@code millis}
   */
  public Set<Event> await(Set<Event> awaited, int millis) throws IOException {
    return using(() -> poll(awaited, millis), Set.of(Event.CLOSED));
  }

  private Set<Event> poll(Set<Event> awaited, int millis) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int mask =
          (awaited.contains(Event.INPUT) ? Linux.POLLIN() : 0)
              | (awaited.contains(Event.ROOM) ? Linux.POLLOUT() : 0);
      PollList list =
          new PollList(arena, 2)
              .watch(0, master.file().number(), mask)
              .watch(1, end.number(), Linux.POLLIN());
      check("poll", list.poll(millis));
      return events(list.events(0), closed);
    }
  }

  private static Set<Event> events(int bits, boolean closed) {
    EnumSet<Event> events = EnumSet.noneOf(Event.class);
    add(events, Event.INPUT, (bits & Linux.POLLIN()) != 0);
    add(events, Event.ROOM, (bits & Linux.POLLOUT()) != 0);
    add(events, Event.HANGUP, (bits & Linux.POLLHUP()) != 0);
    add(events, Event.CLOSED, closed);
    return events;
  }

  private static void add(Set<Event> events, Event event, boolean holds) {
    if (holds) {
      events.add(event);
    }
  }

  /**
   * Reads what has come, 4096 bytes at most.
   *
   * @return how many bytes; 0 if there are none yet, and -1 if there is nobody to send more, or
   *     this end is closed
   */
  public int read(ByteBuffer target) throws IOException {
    return using(() -> receive(target), -1);
  }

  private int receive(ByteBuffer target) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment chunk = arena.allocate(Math.min(target.remaining(), CHUNK));
      long result = Libc.read(master.file().number(), chunk);
      if (Errno.EIO.is(result)) {
        return -1; // a hangup, and everything was read
      }
      int length = check("read", result);
      target.put(chunk.asSlice(0, length).asByteBuffer());
      return length;
    }
  }

  /**
   * Writes as much as there is room for, whether or not somebody has the slave open.
   *
   * @return how many bytes; 0 if there is no room, or this end is closed
   */
  public int write(ByteBuffer source) throws IOException {
    int start = source.position();
    boolean room = true;
    while (room && source.hasRemaining()) {
      room = using(() -> send(source), 0) > 0;
    }
    return source.position() - start;
  }

  private int send(ByteBuffer source) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int offered = Math.min(source.remaining(), CHUNK);
      MemorySegment chunk = arena.allocate(offered);
      chunk.asByteBuffer().put(source.slice(source.position(), offered));
      int taken = check("write", Libc.write(master.file().number(), chunk));
      source.position(source.position() + taken);
      return taken;
    }
  }

  /** Makes it raw again, after somebody had the slave open who may have set it otherwise. */
  public void reset() throws IOException {
    try {
      using(this::makeRaw, true);
    } catch (HostException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private boolean makeRaw() {
    master.makeRaw();
    return true;
  }

  /** What a call returned; 0 if it would have had to wait, or a signal came. */
  private static int check(String call, long result) throws IOException {
    if (Errno.EAGAIN.is(result) || Errno.EINTR.is(result)) {
      return 0;
    }
    if (result < 0) {
      throw new IOException(TerminalMaster.failed(call, result).getMessage());
    }
    return (int) result;
  }

  @FunctionalInterface
  private interface Call<T, E extends Exception> {
    T run() throws E;
  }

  /** Calls while nobody can close the files, for their numbers may then be others'. */
  private <T, E extends Exception> T using(Call<T, E> call, T ifClosed) throws E {
    use.readLock().lock();
    try {
      return closed ? ifClosed : call.run();
    } finally {
      use.readLock().unlock();
    }
  }

  /** Ends every wait, then closes this end; whoever has the slave open finds it hung up. */
  @Override
  public void close() {
    closed = true;
    end.ring();
    use.writeLock().lock();
    try (master;
        end) {
      // Nobody uses them any more.
    } finally {
      use.writeLock().unlock();
    }
  }
}
