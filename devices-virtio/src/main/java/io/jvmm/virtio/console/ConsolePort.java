package io.jvmm.virtio.console;

import io.jvmm.virtio.DeviceWorker;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The host's side of one port. Input passes through a bounded buffer of its own, which outlives
 * resets of the device: no byte is lost, and a side that is too fast waits. Safe for use by any
 * thread.
 */
public final class ConsolePort {
  private final int number;
  private final PortSettings settings;
  private final DeviceWorker worker;
  private final BytePipe input = new BytePipe(ConsoleDevice.INPUT_BUFFER);
  private volatile Optional<ConsoleSize> size = Optional.empty();
  private volatile int session; // see session(); written under this monitor
  private int sessions; // guarded by this

  ConsolePort(int number, PortSettings settings, DeviceWorker worker) {
    this.number = number;
    this.settings = settings;
    this.worker = worker;
  }

  /**
   * Gives the guest as much input as there is room for, and never waits.
   *
   * @param bytes what was taken is consumed
   * @return how many bytes were taken; 0 once the console is closed
   */
  public int offer(ByteBuffer bytes) {
    int taken = input.offer(MemorySegment.ofBuffer(bytes));
    bytes.position(bytes.position() + taken);
    worker.kick();
    return taken;
  }

  /**
   * Gives the guest input, and waits until all of it is taken.
   *
   * @param bytes consumed
   * @return false if the console was closed before
   */
  public boolean send(ByteBuffer bytes) throws InterruptedException {
    while (bytes.hasRemaining()) {
      if (!input.awaitSpace()) {
        return false;
      }
      offer(bytes);
    }
    return true;
  }

  /**
   * Says whether somebody is at the host's end, which the guest is told with PORT_OPEN (virtio 1.3,
   * 5.3.6.2): of an end only after it has taken the input before it, unless somebody else has come
   * meanwhile. At first nobody is.
   */
  public synchronized void setConnected(boolean connected) {
    sessions += connected ? 1 : 0;
    session = connected ? sessions : 0;
    worker.kick();
  }

  int number() {
    return number;
  }

  String name() {
    return settings.name();
  }

  boolean isTerminal() {
    return settings.terminal();
  }

  /** Tells those who are at the host's end one after the other apart; 0 while nobody is. */
  int session() {
    return session;
  }

  /** The size of the terminal at the host's end; empty if there is none that has a size. */
  Optional<ConsoleSize> size() {
    return size;
  }

  void resize(ConsoleSize now) {
    size = Optional.of(now);
    worker.kick();
  }

  BytePipe input() {
    return input;
  }

  /**
   * Gives the host what it takes of the guest's output; the worker runs again when it takes more.
   */
  void print(ByteBuffer bytes) {
    settings.output().offer(bytes, worker::kick);
  }

  /** Takes no more input. */
  void close() {
    input.close();
  }
}
