package io.jvmm.linux.tap;

import io.jvmm.linux.EventCounter;
import io.jvmm.linux.IoVector;
import io.jvmm.linux.libc.Errno;
import io.jvmm.linux.libc.Libc;
import io.jvmm.linux.libc.OpenFile;
import io.jvmm.linux.libc.PollList;
import io.jvmm.linux.uapi.Linux;
import io.jvmm.linux.uapi.interface_request;
import io.jvmm.vmm.Bell;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One of an interface's queues. One thread reads and waits, another writes; a header of {@link
 * TapInterface#HEADER_BYTES} bytes stands before each packet.
 */
public final class TapQueue implements AutoCloseable {
  private static final int FOR_EVER = -1;

  private final String name;
  private final OpenFile file;
  private final EventCounter rings = EventCounter.create();
  private final Bell arrivals;
  private boolean empty; // what the last read found; the reader's
  private boolean attached = true; // guarded by this

  private TapQueue(String name, OpenFile file) {
    this.name = name;
    this.file = file;
    this.arrivals = new Arrivals();
  }

  /** Takes over a file that is attached to an interface. */
  static TapQueue of(String name, OpenFile file) {
    try {
      return new TapQueue(name, file);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  int number() {
    return file.number();
  }

  /**
   * Reads a packet; does not wait.
   *
   * @param target what is too short for the packet gets the first part of it
   * @return how many bytes, 0 if there is none
   * @throws io.jvmm.vmm.error.HostException if the interface is gone
   */
  public int read(MemorySegment target) {
    long result = Libc.read(file.number(), target);
    empty = Errno.EAGAIN.is(result) || Errno.EINTR.is(result);
    if (result < 0 && !empty) {
      throw TapDiagnosis.TABLE.failed("read", name, result);
    }
    return (int) Math.max(result, 0);
  }

  /**
   * Writes a packet; does not wait.
   *
   * @return whether the host took it; it does not while the interface is down, or if the header
   *     makes no sense
   * @throws io.jvmm.vmm.error.HostException if the interface is gone
   */
  public boolean write(IoVector packet) {
    long result = Libc.writev(file.number(), packet.address(), packet.count());
    if (Errno.EBADFD.is(result)) {
      throw TapDiagnosis.TABLE.failed("write", name, result);
    }
    return result >= 0;
  }

  /**
   * Waits until it is rung or, if the last {@link #read} found nothing, until there is a packet.
   */
  public Bell arrivals() {
    return arrivals;
  }

  /**
   * Has the host use this queue for what it sends, or not.
   *
   * @throws io.jvmm.vmm.error.HostException if the interface is gone, or has one queue only
   */
  public synchronized void setAttached(boolean wanted) {
    if (attached != wanted) {
      request(wanted ? Linux.IFF_ATTACH_QUEUE() : Linux.IFF_DETACH_QUEUE());
      attached = wanted;
    }
  }

  private void request(int flag) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = interface_request.allocate(arena);
      interface_request.flags(request, (short) flag);
      int result = Libc.ioctl(file.number(), Linux.TUNSETQUEUE(), request.address());
      if (result < 0) {
        throw TapDiagnosis.TABLE.failed("TUNSETQUEUE", name, result);
      }
    }
  }

  /** To be called when nobody reads, waits or writes any more. Twice does nothing. */
  @Override
  public void close() {
    rings.close();
    file.close();
  }

  private final class Arrivals implements Bell {
    private static final int RINGS = 0;
    private static final int PACKETS = 1;
    private static final int NOTHING = -1;

    private final PollList files =
        new PollList(Arena.ofAuto(), 2).watch(RINGS, rings.number(), Linux.POLLIN());

    @Override
    public void ring() {
      rings.ring();
    }

    @Override
    public void await() {
      int result =
          files.watch(PACKETS, empty ? file.number() : NOTHING, Linux.POLLIN()).poll(FOR_EVER);
      if (result < 0 && !Errno.EINTR.is(result)) {
        throw TapDiagnosis.TABLE.failed("poll", name, result);
      }
      if (files.events(RINGS) != 0) {
        rings.await();
      }
    }
  }
}
