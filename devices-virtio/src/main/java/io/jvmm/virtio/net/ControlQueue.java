package io.jvmm.virtio.net;

import io.jvmm.virtio.DeviceWorker;
import io.jvmm.virtio.queue.BufferCursor;
import io.jvmm.virtio.queue.DescriptorChain;
import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.vmm.spec.MacAddress;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Carries out the driver's commands (virtio 1.3, 5.1.6.5). Receive modes and filter tables are
 * accepted and change nothing: a device may deliver more than was asked for.
 */
final class ControlQueue implements DeviceWorker.Handler {
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
  static final int CLASS_QUEUES = 4; // VIRTIO_NET_CTRL_MQ
  static final int QUEUES_SET = 0; // VIRTIO_NET_CTRL_MQ_VQ_PAIRS_SET
  static final int CLASS_OFFLOADS = 5; // VIRTIO_NET_CTRL_GUEST_OFFLOADS
  static final int OFFLOADS_SET = 0;

  private static final int COMMAND_HEADER = 2;
  private static final int MAX_DATA = Long.BYTES; // what is longer is a filter table

  private Virtqueue queue;
  private final NetConfig config;
  private final NetModes modes;
  private final DescriptorChain chain = new DescriptorChain();

  ControlQueue(Virtqueue queue, NetConfig config, NetModes modes) {
    this.queue = queue;
    this.config = config;
    this.modes = modes;
  }

  /** Takes commands from another queue from now on. */
  @Override
  public void replaceQueue(int index, Virtqueue other) {
    queue = other;
  }

  /** Carries out one command. */
  @Override
  public boolean step() {
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
    byte[] command = new byte[COMMAND_HEADER + MAX_DATA];
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
          case CLASS_QUEUES -> command[1] == QUEUES_SET && setPairs(data);
          case CLASS_OFFLOADS -> command[1] == OFFLOADS_SET && setOffloads(data);
          default -> false;
        };
    return done ? OK : ERROR;
  }

  private boolean setPairs(byte[] data) {
    return data.length == Short.BYTES && modes.usePairs(Short.toUnsignedInt(le(data).getShort()));
  }

  private boolean setOffloads(byte[] data) {
    return data.length == Long.BYTES && modes.setGuestOffloads(le(data).getLong());
  }

  private static ByteBuffer le(byte[] data) {
    return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
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
