package io.jvmm.virtio.fuzz;

import static io.jvmm.virtio.testkit.DriverBuffer.readable;
import static io.jvmm.virtio.testkit.DriverBuffer.writable;

import io.jvmm.linux.uring.Ring;
import io.jvmm.virtio.ReplaceableQueues;
import io.jvmm.virtio.VirtioDevice;
import io.jvmm.virtio.console.ConsoleDevice;
import io.jvmm.virtio.console.ConsoleSize;
import io.jvmm.virtio.console.PortOutput;
import io.jvmm.virtio.console.PortSettings;
import io.jvmm.virtio.net.FakeNetwork;
import io.jvmm.virtio.net.NetDevice;
import io.jvmm.virtio.net.NetHeader;
import io.jvmm.virtio.net.NetOffload;
import io.jvmm.virtio.net.NetSettings;
import io.jvmm.virtio.rng.EntropyDevice;
import io.jvmm.virtio.testkit.CollectedOutput;
import io.jvmm.virtio.testkit.DriverBuffer;
import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.vmm.spec.DiskSpec;
import io.jvmm.vmm.spec.MacAddress;
import io.jvmm.vmm.spec.RateSpec;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** The devices that are fuzzed, with what a driver has to know of each to use it well. */
enum FuzzedDevice {
  BLOCK {
    @Override
    Subject create() {
      return Subject.of(FuzzedDisk.inMemory());
    }
  },

  BLOCK_BY_IO_URING {
    @Override
    Subject create() {
      return Subject.of(FuzzedDisk.inFile(DiskSpec.Engine.IO_URING));
    }

    @Override
    Optional<String> obstacle() {
      return Ring.obstacle(1);
    }
  },

  BLOCK_BY_THREADS {
    @Override
    Subject create() {
      return Subject.of(FuzzedDisk.inFile(DiskSpec.Engine.THREADS));
    }
  },

  CONSOLE {
    @Override
    Subject create() {
      ConsoleDevice console =
          new ConsoleDevice("fuzzed-console", CollectedOutput.unlimited(), new ConsoleSize(80, 25));
      return new Subject(new ObservedDevice(console), number -> disturb(console, number));
    }

    // Somebody types, and makes the window larger or smaller.
    private void disturb(ConsoleDevice console, int number) {
      console.offer(ByteBuffer.allocate(number & 0xff));
      console.resize(new ConsoleSize(number & 0xff, 1));
    }

    @Override
    int goodQueue() {
      return 1;
    }

    @Override
    DriverBuffer[] goodRequest(DriverMemory memory, long at) {
      return new DriverBuffer[] {readable(at, 100)};
    }

    @Override
    int answerLength() {
      return 0;
    }
  },

  CONSOLE_WITH_PORTS {
    private static final int CONTROL_QUEUE = 3;
    private static final int MESSAGE_SIZE = 8;

    @Override
    Subject create() {
      PortOutput nowhere = CollectedOutput.unlimited();
      ConsoleDevice console =
          new ConsoleDevice(
              "fuzzed-ports",
              nowhere,
              new ConsoleSize(80, 25),
              List.of(new PortSettings("org.example.agent", false, nowhere)));
      return new Subject(new ObservedDevice(console), number -> disturb(console, number));
    }

    // Somebody comes, says something, goes; and another terminal is made larger or smaller.
    private void disturb(ConsoleDevice console, int number) {
      console.port(1).setConnected((number & 0x100) != 0);
      console.port(1).offer(ByteBuffer.allocate(number & 0xff));
      console.resize(new ConsoleSize(number & 0xff, 1));
    }

    @Override
    long features() {
      return ConsoleDevice.F_SIZE | ConsoleDevice.F_MULTIPORT;
    }

    @Override
    int goodQueue() {
      return CONTROL_QUEUE;
    }

    @Override
    DriverBuffer[] goodRequest(DriverMemory memory, long at) {
      byte event = (byte) (at >>> Byte.SIZE & 7);
      memory.put(at, new byte[] {1, 0, 0, 0, event, 0, 1, 0}); // of port 1
      return new DriverBuffer[] {readable(at, MESSAGE_SIZE)};
    }

    @Override
    int answerLength() {
      return 0;
    }
  },

  ENTROPY {
    private static final int WANTED = 64;

    @Override
    Subject create() {
      return Subject.of(new EntropyDevice("fuzzed-rng", Path.of("/dev/zero")));
    }

    @Override
    DriverBuffer[] goodRequest(DriverMemory memory, long at) {
      return new DriverBuffer[] {writable(at, WANTED)};
    }

    @Override
    int answerLength() {
      return WANTED;
    }
  },

  NETWORK {
    private static final int HEADER_SIZE = NetHeader.BYTES;
    private static final int FRAME_SIZE = 60;

    @Override
    Subject create() {
      FakeNetwork network = new FakeNetwork();
      NetDevice device = new NetDevice("fuzzed-net", NETWORK_SETTINGS, network);
      return new Subject(new ObservedDevice(device), number -> disturb(device, network, number));
    }

    // Frames of any length come, and the guest shall announce itself.
    private void disturb(NetDevice device, FakeNetwork network, int number) {
      network.deliver(new byte[number & 0xfff]);
      device.announce();
    }

    @Override
    int goodQueue() {
      return 1;
    }

    @Override
    DriverBuffer[] goodRequest(DriverMemory memory, long at) {
      memory.put(at, new byte[HEADER_SIZE + FRAME_SIZE]);
      return new DriverBuffer[] {readable(at, HEADER_SIZE + FRAME_SIZE)};
    }

    @Override
    int answerLength() {
      return 0;
    }
  },

  NETWORK_WITH_PAIRS {
    private static final int CONTROL_QUEUE = 4;

    @Override
    Subject create() {
      FakeNetwork network = new FakeNetwork(2, NetOffload.ALL);
      NetDevice device = new NetDevice("fuzzed-pairs", NETWORK_SETTINGS, network);
      return new Subject(new ObservedDevice(device), number -> disturb(network, number));
    }

    // Frames of any length and kind come to either pair.
    private void disturb(FakeNetwork network, int number) {
      byte[] header = new byte[NetHeader.BYTES];
      header[0] = (byte) (number >>> 12);
      header[1] = (byte) (number >>> 20);
      network.deliver(number >>> 31, header, new byte[number & 0xfff]);
    }

    @Override
    long features() {
      return NetDevice.F_CTRL_VQ
          | NetDevice.F_MQ
          | NetDevice.F_CTRL_GUEST_OFFLOADS
          | NetOffload.ALL;
    }

    @Override
    int goodQueue() {
      return CONTROL_QUEUE;
    }

    @Override
    DriverBuffer[] goodRequest(DriverMemory memory, long at) {
      memory.put(at, new byte[] {4, 0, 2, 0}); // two pairs
      return new DriverBuffer[] {readable(at, 4), writable(at + 4, 1)};
    }

    @Override
    int answerLength() {
      return 1;
    }
  };

  private static final NetSettings NETWORK_SETTINGS =
      new NetSettings(
          MacAddress.parse("02:00:00:00:00:01"), 1500, RateSpec.unlimited(), RateSpec.unlimited());

  /**
   * A device to be fuzzed.
   *
   * @param device itself
   * @param host what the host may do to it at any moment; the number says what exactly
   */
  record Subject(ObservedDevice device, IntConsumer host) {
    private static <D extends VirtioDevice & ReplaceableQueues> Subject of(D device) {
      return new Subject(new ObservedDevice(device), _ -> {});
    }
  }

  /** What keeps this machine from having it. */
  Optional<String> obstacle() {
    return Optional.empty();
  }

  /** A device without a driver. */
  abstract Subject create();

  /** The device's own feature bits that a driver needs to reach all of it. */
  long features() {
    return isDisk() ? FuzzedDisk.FEATURES : 0;
  }

  /** Whether it is one of the disks, which differ in who carries out their requests. */
  private boolean isDisk() {
    return switch (this) {
      case BLOCK, BLOCK_BY_IO_URING, BLOCK_BY_THREADS -> true;
      default -> false;
    };
  }

  /** The queue that {@link #goodRequest} goes to. */
  int goodQueue() {
    return 0;
  }

  /**
   * A request that the device answers at once, of a disk as a rule; its buffers are from {@code at}
   * on.
   */
  DriverBuffer[] goodRequest(DriverMemory memory, long at) {
    return FuzzedDisk.read(memory, at);
  }

  /** How many bytes the device writes to answer it. */
  int answerLength() {
    return FuzzedDisk.ANSWER;
  }
}
