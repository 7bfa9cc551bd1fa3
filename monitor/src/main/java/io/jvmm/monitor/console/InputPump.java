package io.jvmm.monitor.console;

import io.jvmm.monitor.console.EscapeKey.Command;
import io.jvmm.monitor.console.EscapeKey.Meaning;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Carries the user's input to the guest, on a thread of its own. What a device had not taken when
 * it was closed goes to the device connected next. The end of piped input becomes Ctrl-D, which is
 * how a terminal says it.
 */
final class InputPump {
  private static final int CHUNK = 1024;
  private static final byte END_OF_TRANSMISSION = 0x04;

  private final Source source;
  private final InputGate gate;
  private final Consumer<Command> commands;
  private final EscapeKey escape = new EscapeKey(); // owned by the pump's thread
  private GuestInput device = _ -> false; // guarded by this
  private Optional<Thread> reader = Optional.empty(); // guarded by this
  private int connections; // guarded by this; tells one device from the next

  /**
   * Where input comes from.
   *
   * @param thread the name of the thread that reads it
   * @param stream itself
   * @param kind what the user's commands and the end of input look like
   */
  record Source(String thread, InputStream stream, Kind kind) {
    private enum Kind {
      TERMINAL, // with an escape key; its end says nothing: its user hung up
      PIPE, // its end is an end for the guest too
      CLIENTS // programs, one after the other: no key is special, and the end is the machine's
    }

    static Source ofTerminal(String thread, InputStream stream) {
      return new Source(thread, stream, Kind.TERMINAL);
    }

    static Source ofPipe(String thread, InputStream stream) {
      return new Source(thread, stream, Kind.PIPE);
    }

    static Source ofClients(String thread, InputStream stream) {
      return new Source(thread, stream, Kind.CLIENTS);
    }
  }

  InputPump(Source source, InputGate gate, Consumer<Command> commands) {
    this.source = source;
    this.gate = gate;
    this.commands = commands;
  }

  /** Sends to this device from now on; the first call starts the pump. */
  synchronized void connect(GuestInput next) {
    if (connections > 0) {
      gate.close();
    }
    device = next;
    connections++;
    notifyAll();
    if (connections == 1) {
      reader = Optional.of(Thread.ofPlatform().daemon().name(source.thread()).start(this::run));
    }
  }

  /** The device that it sends to now. */
  synchronized GuestInput device() {
    return device;
  }

  /**
   * There is no next device. A thread that waits for one ends; one that reads standard input cannot
   * be woken, and ends with the process.
   */
  synchronized void end() {
    reader.ifPresent(Thread::interrupt);
  }

  private void run() {
    try {
      pump();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pump() throws InterruptedException {
    byte[] chunk = new byte[CHUNK];
    for (int length = read(chunk); length >= 0; length = read(chunk)) {
      send(ByteBuffer.wrap(chunk, 0, keepInput(chunk, length)));
    }
    while (source.kind() == Source.Kind.PIPE) {
      int told = send(ByteBuffer.wrap(new byte[] {END_OF_TRANSMISSION}));
      awaitSuccessor(told);
    }
  }

  private int keepInput(byte[] chunk, int length) {
    return source.kind() == Source.Kind.TERMINAL ? typed(chunk, length) : length;
  }

  /** Takes the user's commands out of the chunk; returns how many bytes are left for the guest. */
  private int typed(byte[] chunk, int length) {
    int kept = 0;
    for (int i = 0; i < length; i++) {
      Meaning meaning = escape.typed(chunk[i]);
      if (meaning.input()) {
        chunk[kept++] = meaning.value();
      }
      meaning.command().ifPresent(commands);
    }
    return kept;
  }

  /** Sends everything; returns the number of the connection that took the last byte. */
  private int send(ByteBuffer bytes) throws InterruptedException {
    Connection current = current();
    while (bytes.hasRemaining()) {
      gate.await();
      current = current();
      if (!current.device().send(bytes)) {
        awaitSuccessor(current.number());
      }
    }
    return current.number();
  }

  private synchronized Connection current() {
    return new Connection(device, connections);
  }

  private synchronized void awaitSuccessor(int number) throws InterruptedException {
    while (connections == number) {
      wait();
    }
  }

  private record Connection(GuestInput device, int number) {}

  private int read(byte[] chunk) {
    try {
      return source.stream().read(chunk);
    } catch (IOException e) {
      return -1; // a terminal that hung up is an input that ended
    }
  }
}
