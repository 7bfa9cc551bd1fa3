package io.jvmm.linux.tap;

import io.jvmm.linux.libc.Errno;
import io.jvmm.linux.libc.Libc;
import io.jvmm.linux.libc.OpenFile;
import io.jvmm.linux.uapi.Linux;
import io.jvmm.linux.uapi.interface_request;
import io.jvmm.vmm.error.HostException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** What is asked of the host's network interfaces by their names (netdevice(7)). */
final class InterfaceRequests implements AutoCloseable {
  private static final int IPV4_BITS = 32;

  private final OpenFile socket; // of any kind: it only stands for the network namespace

  InterfaceRequests() {
    int result = Libc.socket(Linux.AF_INET(), Linux.SOCK_DGRAM() | Linux.SOCK_CLOEXEC(), 0);
    if (result < 0) {
      throw TapDiagnosis.TABLE.failed("socket", "AF_INET", result);
    }
    this.socket = new OpenFile(result);
  }

  /** A request that names an interface and says nothing else yet. */
  static MemorySegment naming(String name, Arena arena) {
    MemorySegment request = interface_request.allocate(arena);
    request.setString(interface_request.name$offset(), name);
    return request;
  }

  /** An interface's number; empty if there is none of this name. */
  OptionalInt index(String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = naming(name, arena);
      int result = Libc.ioctl(socket.number(), Linux.SIOCGIFINDEX(), request.address());
      if (Errno.ENODEV.is(result)) {
        return OptionalInt.empty();
      }
      check("SIOCGIFINDEX", name, result);
      return OptionalInt.of(interface_request.index(request));
    }
  }

  /** Sets the largest packet, in bytes. */
  void setMtu(String name, int mtu) {
    request("SIOCSIFMTU", Linux.SIOCSIFMTU(), name, request -> interface_request.mtu(request, mtu));
  }

  /** Gives it an IPv4 address, and a network of so many bits. */
  void setAddress(String name, byte[] octets, int prefix) {
    int mask = prefix == 0 ? 0 : -1 << (IPV4_BITS - prefix);
    byte[] maskOctets = {
      (byte) (mask >>> 24), (byte) (mask >>> 16), (byte) (mask >>> 8), (byte) mask
    };
    request("SIOCSIFADDR", Linux.SIOCSIFADDR(), name, request -> putAddress(request, octets));
    request(
        "SIOCSIFNETMASK", Linux.SIOCSIFNETMASK(), name, request -> putAddress(request, maskOctets));
  }

  private static void putAddress(MemorySegment request, byte[] octets) {
    request.set(
        ValueLayout.JAVA_SHORT, interface_request.address$offset(), (short) Linux.AF_INET());
    long place = interface_request.address$offset() + interface_request.address.octets$offset();
    MemorySegment.copy(octets, 0, request, ValueLayout.JAVA_BYTE, place, octets.length);
  }

  /** Lets frames pass. */
  void bringUp(String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = naming(name, arena);
      check(
          "SIOCGIFFLAGS",
          name,
          Libc.ioctl(socket.number(), Linux.SIOCGIFFLAGS(), request.address()));
      short flags = (short) (interface_request.flags(request) | Linux.IFF_UP());
      interface_request.flags(request, flags);
      check(
          "SIOCSIFFLAGS",
          name,
          Libc.ioctl(socket.number(), Linux.SIOCSIFFLAGS(), request.address()));
    }
  }

  /** Makes an interface a port of a bridge. */
  void join(String name, String bridge) {
    int index =
        index(name).orElseThrow(() -> new HostException("interface %s is gone".formatted(name)));
    request(
        "SIOCBRADDIF",
        Linux.SIOCBRADDIF(),
        bridge,
        request -> interface_request.index(request, index));
  }

  private void request(String call, long number, String name, Consumer<MemorySegment> filler) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = naming(name, arena);
      filler.accept(request);
      check(call, name, Libc.ioctl(socket.number(), number, request.address()));
    }
  }

  private static void check(String call, String name, int result) {
    if (result < 0) {
      throw TapDiagnosis.TABLE.failed(call, name, result);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
