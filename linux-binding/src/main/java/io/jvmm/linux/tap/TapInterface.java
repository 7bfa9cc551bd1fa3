package io.jvmm.linux.tap;

import io.jvmm.linux.libc.Errno;
import io.jvmm.linux.libc.Libc;
import io.jvmm.linux.libc.OpenFile;
import io.jvmm.linux.uapi.Linux;
import io.jvmm.linux.uapi.interface_request;
import io.jvmm.vmm.error.ConfigurationException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A virtual Ethernet interface of the host: what the host sends by it is read here, and what is
 * written here the host receives by it. Each packet has a struct virtio_net_hdr before it, as a
 * driver of virtio 1.3 writes and expects it ({@value #HEADER_BYTES} bytes, 5.1.6), of which the
 * kernel does not set num_buffers.
 */
public final class TapInterface implements AutoCloseable {
  /** How long the header before each packet is. */
  public static final int HEADER_BYTES = 12;

  /** The most queues that Linux gives an interface (drivers/net/tun.c, MAX_TAP_QUEUES). */
  public static final int MAX_QUEUES = 256;

  private static final String DRIVER = "/dev/net/tun";

  /** What the reader can do itself, so that the host need not: TUNSETOFFLOAD. */
  public enum Offload {
    /** Packets may come without their checksum. */
    CHECKSUM(Linux.TUN_F_CSUM()),
    /** Segments of TCP over IPv4 may come in one large packet; only with {@link #CHECKSUM}. */
    TCP4(Linux.TUN_F_TSO4()),
    /** Segments of TCP over IPv6 may. */
    TCP6(Linux.TUN_F_TSO6()),
    /** Such packets may have the congestion bits of RFC 3168; only with one of the two. */
    TCP_ECN(Linux.TUN_F_TSO_ECN());

    private final int bit;

    Offload(int bit) {
      this.bit = bit;
    }
  }

  private final String name;
  private final boolean made;
  private final List<TapQueue> queues;

  private TapInterface(String name, boolean made, List<TapQueue> queues) {
    this.name = name;
    this.made = made;
    this.queues = List.copyOf(queues);
  }

  /**
   * Opens an interface, or makes it if there is none of this name. One that was made here ends when
   * it is closed, or with the process.
   *
   * @param name 1 to 15 characters
   * @param queueCount 1 to {@value #MAX_QUEUES}: the host spreads what it sends over them, by
   *     connections
   * @throws io.jvmm.vmm.error.HostException if the host refuses; the message says what to do
   */
  public static TapInterface open(String name, int queueCount) {
    boolean exists = exists(name);
    List<TapQueue> opened = new ArrayList<>();
    try {
      for (int i = 0; i < queueCount; i++) {
        opened.add(TapQueue.of(name, attach(name, queueCount > 1)));
      }
      return new TapInterface(name, !exists, opened);
    } catch (RuntimeException e) {
      opened.forEach(TapQueue::close);
      throw e;
    }
  }

  /** Whether the host has an interface of this name, of whatever kind. */
  public static boolean exists(String name) {
    try (InterfaceRequests host = new InterfaceRequests()) {
      return host.index(name).isPresent();
    }
  }

  private static OpenFile attach(String name, boolean several) {
    OpenFile file = OpenFile.open(DRIVER, Linux.O_RDWR() | Linux.O_NONBLOCK(), TapDiagnosis.TABLE);
    try {
      setInterface(file, name, several);
      setHeaderSize(file);
      return file;
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** An interface that was made for several queues can be had with one as well, if one says so. */
  private static void setInterface(OpenFile file, String name, boolean several) {
    int flags = Linux.IFF_TAP() | Linux.IFF_NO_PI() | Linux.IFF_VNET_HDR();
    int result = several ? 0 : setInterface(file, name, flags);
    if (several || Errno.EINVAL.is(result)) {
      result = setInterface(file, name, flags | Linux.IFF_MULTI_QUEUE());
    }
    if (result < 0) {
      throw TapDiagnosis.TABLE.failed("TUNSETIFF", name, result);
    }
  }

  private static int setInterface(OpenFile file, String name, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = InterfaceRequests.naming(name, arena);
      interface_request.flags(request, (short) flags);
      return Libc.ioctl(file.number(), Linux.TUNSETIFF(), request.address());
    }
  }

  private static void setHeaderSize(OpenFile file) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocateFrom(ValueLayout.JAVA_INT, HEADER_BYTES);
      int result = Libc.ioctl(file.number(), Linux.TUNSETVNETHDRSZ(), size.address());
      if (result < 0) {
        throw TapDiagnosis.TABLE.failed("TUNSETVNETHDRSZ", "" + HEADER_BYTES, result);
      }
    }
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Its queues, all of which take packets at first. */
  public List<TapQueue> queues() {
    return queues;
  }

  /**
   * Sets up an interface that was made here, and lets frames pass: whoever has made one decides
   * what it is connected to.
   *
   * @throws ConfigurationException if it was there already, and {@code setup} asks for something
   * @throws io.jvmm.vmm.error.HostException if the host refuses
   */
  public void configure(TapSetup setup) {
    if (made) {
      try (InterfaceRequests host = new InterfaceRequests()) {
        host.setMtu(name, setup.mtu());
        setup.address().ifPresent(it -> host.setAddress(name, it.octets(), it.prefix()));
        host.bringUp(name);
        setup.bridge().ifPresent(bridge -> host.join(name, bridge));
      }
    } else if (setup.address().isPresent() || setup.bridge().isPresent()) {
      throw new ConfigurationException(
          ("interface %s exists already, and keeps its address and bridge: leave these out, or name"
                  + " an interface that does not exist")
              .formatted(name));
    }
  }

  /**
   * Says what the reader of its packets can do.
   *
   * @throws io.jvmm.vmm.error.HostException if these do not go together
   */
  public void setOffloads(Set<Offload> offloads) {
    long bits = offloads.stream().mapToInt(each -> each.bit).reduce(0, (a, b) -> a | b);
    int result = Libc.ioctl(queues.getFirst().number(), Linux.TUNSETOFFLOAD(), bits);
    if (result < 0) {
      throw TapDiagnosis.TABLE.failed("TUNSETOFFLOAD", offloads.toString(), result);
    }
  }

  /** Closes its queues; closing twice does nothing. */
  @Override
  public void close() {
    queues.forEach(TapQueue::close);
  }
}
