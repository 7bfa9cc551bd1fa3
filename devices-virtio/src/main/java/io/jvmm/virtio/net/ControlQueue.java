package io.jvmm.virtio.net;

import io.jvmm.virtio.queue.BufferCursor;
import io.jvmm.virtio.queue.DescriptorChain;
import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.vmm.spec.MacAddress;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Carries out the driver's commands (virtio 1.3, 5.1.6.5). Receive modes and filter tables are
 * accepted and change nothing: the back end only has frames for this guest, and a device may
 * deliver more than was asked for.
 */
final class ControlQueue {
  static final byte OK = 0;
  static final byte ERROR = 1;

  static final int CLASS_RX = 0;
  static final int RX_PROMISCUOUS = 0;
  static final int RX_ALL_MULTICAST = 1;
  static final int CLASS_MAC = 1;
  static final int MAC_TABLE_SET = 0;
  static final int MAC_ADDRESS_SET = 1;
  static final int CLASS_ANNOUNCE = 3;
  static final int ANNOUNCE_ACKNOWLEDGE = 0;

  private static final int COMMAND_HEADER = 2;

  private Virtqueue queue;
  private final NetConfig config;
  private final DescriptorChain chain = new DescriptorChain();

  ControlQueue(Virtqueue queue, NetConfig config) {
    this.queue = queue;
    this.config = config;
  }

  /** Takes commands from another queue from now on. */
  void replace(Virtqueue other) {
    queue = other;
  }

  /** Carries out one command; says whether there may be more to do at once. */
  boolean step() {
    if (!queue.poll(chain)) {
      return queue.enableNotifications();
    }
    byte answer = answer(chain.readable());
    boolean hasRoom = chain.writable().remaining() != 0;
    if (hasRoom) {
      chain.writable().put(answer);
    }
    queue.complete(chain, hasRoom ? 1 : 0);
    queue.publish();
    return true;
  }

  private byte answer(BufferCursor message) {
    byte[] command = new byte[COMMAND_HEADER + MacAddress.BYTES];
    int length = (int) message.copyTo(MemorySegment.ofArray(command)) - COMMAND_HEADER;
    if (length < 0) {
      return ERROR;
    }
    byte[] data = Arrays.copyOfRange(command, COMMAND_HEADER, COMMAND_HEADER + length);
    boolean done =
        switch (command[0]) {
          case CLASS_RX -> command[1] <= RX_ALL_MULTICAST && command[1] >= 0 && length > 0;
          case CLASS_MAC -> setAddress(command[1], data);
          case CLASS_ANNOUNCE -> acknowledge(command[1]);
          default -> false;
        };
    return done ? OK : ERROR;
  }

  private boolean setAddress(int command, byte[] data) {
    return switch (command) {
      case MAC_TABLE_SET -> true;
      case MAC_ADDRESS_SET -> data.length == MacAddress.BYTES && config.setAddress(data);
      default -> false;
    };
  }

  private boolean acknowledge(int command) {
    if (command == ANNOUNCE_ACKNOWLEDGE) {
      config.announced();
    }
    return command == ANNOUNCE_ACKNOWLEDGE;
  }
}
