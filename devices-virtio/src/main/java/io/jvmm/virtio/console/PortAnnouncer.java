package io.jvmm.virtio.console;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What one driver knows of a port, and what it is to be told next. Compares instead of queueing: a
 * driver that takes no message, or asks for all of them again and again, costs no memory. Owned by
 * the device's thread.
 */
final class PortAnnouncer {
  private final ConsolePort port;
  private final Set<ControlEvent> owed = EnumSet.noneOf(ControlEvent.class); // sent in this order
  private boolean ready; // for the port's own messages
  private int announcedSession;
  private Optional<ConsoleSize> announcedSize = Optional.empty();

  PortAnnouncer(ConsolePort port) {
    this.port = port;
  }

  /** The driver knows nothing of the port yet. */
  void deviceReady() {
    ready = false;
    owed.clear();
    owed.add(ControlEvent.DEVICE_ADD);
  }

  /** The driver wants to know everything, or nothing any more. */
  void portReady(boolean wanted) {
    ready = wanted;
    owed.clear();
    announcedSession = 0;
    announcedSize = Optional.empty();
    if (port.isTerminal()) {
      owed.add(ControlEvent.CONSOLE_PORT);
    }
    if (!port.name().isEmpty()) {
      owed.add(ControlEvent.PORT_NAME);
    }
  }

  /** The next message; empty if the driver knows all there is to know. */
  Optional<byte[]> next() {
    Optional<ControlEvent> event = owed.stream().findFirst().filter(this::isWanted);
    if (event.isPresent()) {
      owed.remove(event.get());
      return Optional.of(message(event.get(), 1, contents(event.get())));
    }
    return ready ? change() : Optional.empty();
  }

  private boolean isWanted(ControlEvent event) {
    return ready || event == ControlEvent.DEVICE_ADD;
  }

  private byte[] contents(ControlEvent event) {
    return event == ControlEvent.PORT_NAME
        ? port.name().getBytes(StandardCharsets.UTF_8)
        : new byte[0];
  }

  private Optional<byte[]> change() {
    Optional<ConsoleSize> size = port.size();
    if (!size.equals(announcedSize)) {
      announcedSize = size;
      return size.map(now -> message(ControlEvent.RESIZE, 0, now.toBytes()));
    }
    int session = port.session();
    if (announcedSession == session) {
      return Optional.empty();
    }
    return announcedSession == 0 ? opened(session) : closed(session);
  }

  private Optional<byte[]> opened(int session) {
    announcedSession = session;
    return Optional.of(message(ControlEvent.PORT_OPEN, 1));
  }

  /** A reader that heard of the end first would not wait for the input before it. */
  private Optional<byte[]> closed(int session) {
    if (session == 0 && port.input().size() != 0) {
      return Optional.empty();
    }
    announcedSession = 0;
    return Optional.of(message(ControlEvent.PORT_OPEN, 0));
  }

  private byte[] message(ControlEvent event, int value, byte... rest) {
    return ControlMessage.encode(port.number(), event, value, rest);
  }
}
