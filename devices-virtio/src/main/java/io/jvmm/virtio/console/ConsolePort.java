package io.jvmm.virtio.console;

import io.jvmm.virtio.DeviceWorker;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The host's side of one port. Input and output pass through bounded buffers of its own, which
 * outlive resets of the device: no byte is lost, and a side that is too fast waits. Safe for use by
 * any thread.
 */
public final class ConsolePort {
  private final int number;
  private final PortSettings settings;
  private final DeviceWorker worker;
  private final BytePipe input = new BytePipe(ConsoleDevice.INPUT_BUFFER);
  private final BytePipe output = new BytePipe(ConsoleDevice.OUTPUT_BUFFER);
  private final OutputWriter writer;
  private volatile Optional<ConsoleSize> size = Optional.empty();
  private volatile int session; // see session(); written under this monitor
  private int sessions; // guarded by this

  ConsolePort(String device, int number, PortSettings settings, DeviceWorker worker) {
    this.number = number;
    this.settings = settings;
    this.worker = worker;
    String name = number == 0 ? device : device + "-port" + number;
    this.writer = new OutputWriter(name, output, settings.output(), worker);
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

  BytePipe output() {
    return output;
  }

  void start() {
    writer.start();
  }

  /** Takes nothing more, from either side. */
  void close() {
    input.close();
    output.close();
  }

  /** Waits until the host has taken what the guest has written, until the moment given at most. */
  void awaitEnd(long deadlineNanos) {
    writer.awaitEnd(deadlineNanos);
  }
}
