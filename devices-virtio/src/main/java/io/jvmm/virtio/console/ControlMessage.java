package io.jvmm.virtio.console;

import io.jvmm.virtio.queue.BufferCursor;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * What every control message starts with: struct virtio_console_control (virtio 1.3, 5.3.6.2).
 *
 * @param port the port's number, unsigned
 * @param event what it says, 0 to 65535; see {@link ControlEvent}
 * @param value what it says of that, 0 to 65535
 */
record ControlMessage(int port, int event, int value) {
  static final int SIZE = 8;

  /** Reads a message; empty if the buffer is too short for one. */
  static Optional<ControlMessage> read(BufferCursor source) {
    ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    if (source.copyTo(MemorySegment.ofBuffer(bytes)) < SIZE) {
      return Optional.empty();
    }
    return Optional.of(
        new ControlMessage(
            bytes.getInt(),
            Short.toUnsignedInt(bytes.getShort()),
            Short.toUnsignedInt(bytes.getShort())));
  }

  /** The bytes of a message to the driver. */
  static byte[] encode(int port, ControlEvent event, int value, byte... rest) {
    return ByteBuffer.allocate(SIZE + rest.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(port)
        .putShort((short) event.number())
        .putShort((short) value)
        .put(rest)
        .array();
  }
}
