package io.jvmm.virtio.console;

import java.util.Arrays;
import java.util.Optional;

/** The control messages of a console with ports (virtio 1.3, 5.3.6.2), by their numbers. */
enum ControlEvent {
  /** From the driver: it is ready (value 1) or cannot go on (0). */
  DEVICE_READY(0),
  /** To the driver: there is a port. */
  DEVICE_ADD(1),
  /** To the driver: a port is gone. Never sent: ports stay as long as the machine. */
  DEVICE_REMOVE(2),
  /** From the driver: it is ready for a port (value 1), or cannot use it (0). */
  PORT_READY(3),
  /** To the driver: the port is a terminal. */
  CONSOLE_PORT(4),
  /** To the driver: the size of a port's terminal, which follows. */
  RESIZE(5),
  /** Either way: the sender's end of a port is open (value 1) or closed (0). */
  PORT_OPEN(6),
  /** To the driver: the port's name, which follows. */
  PORT_NAME(7);

  private final int number;

  ControlEvent(int number) {
    this.number = number;
  }

  /** The event with this number; empty if there is none. */
  static Optional<ControlEvent> of(int number) {
    return Arrays.stream(values()).filter(event -> event.number == number).findFirst();
  }

  int number() {
    return number;
  }
}
