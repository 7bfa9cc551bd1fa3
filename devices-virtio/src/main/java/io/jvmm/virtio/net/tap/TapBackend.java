package io.jvmm.virtio.net.tap;

import io.jvmm.linux.tap.TapInterface;
import io.jvmm.linux.tap.TapInterface.Offload;
import io.jvmm.linux.tap.TapQueue;
import io.jvmm.linux.tap.TapSetup;
import io.jvmm.virtio.net.NetBackend;
import io.jvmm.virtio.net.NetOffload;
import io.jvmm.virtio.net.NetPort;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A tap interface of the host, a queue of it for each pair of the guest's. The host does for the
 * guest what offloads the two agree on.
 */
public final class TapBackend implements NetBackend {
  private final TapInterface tap;
  private final List<NetPort> ports;

  private TapBackend(TapInterface tap) {
    this.tap = tap;
    this.ports = tap.queues().stream().<NetPort>map(TapPort::new).toList();
  }

  /**
   * Opens an interface, or makes it, and sets it up.
   *
   * @param queues how many pairs the guest gets, 1 to {@link TapInterface#MAX_QUEUES}
   * @throws io.jvmm.vmm.error.VmmException if it cannot be had so; the message says what to do
   */
  public static TapBackend open(String name, int queues, TapSetup setup) {
    TapInterface tap = TapInterface.open(name, queues);
    try {
      tap.configure(setup);
      tap.setOffloads(Set.of());
      return new TapBackend(tap);
    } catch (RuntimeException | Error e) {
      tap.close();
      throw e;
    }
  }

  @Override
  public long offloads() {
    return NetOffload.ALL;
  }

  @Override
  public List<NetPort> ports() {
    return ports;
  }

  @Override
  public void setGuestOffloads(long features) {
    tap.setOffloads(offloads(features));
  }

  /**
   * What features mean to the host, which refuses segmentation without checksums, and congestion
   * bits without segmentation. A driver must not negotiate such (virtio 1.3, 5.1.3.1); one that
   * does goes without.
   */
  static Set<Offload> offloads(long features) {
    Set<Offload> offloads = EnumSet.noneOf(Offload.class);
    if ((features & NetOffload.GUEST_CSUM) == 0) {
      return offloads;
    }
    addIf(features, NetOffload.GUEST_TSO4, Offload.TCP4, offloads);
    addIf(features, NetOffload.GUEST_TSO6, Offload.TCP6, offloads);
    if (!offloads.isEmpty()) {
      addIf(features, NetOffload.GUEST_ECN, Offload.TCP_ECN, offloads);
    }
    offloads.add(Offload.CHECKSUM);
    return offloads;
  }

  private static void addIf(long features, long bit, Offload offload, Set<Offload> offloads) {
    if ((features & bit) != 0) {
      offloads.add(offload);
    }
  }

  @Override
  public void usePorts(int count) {
    List<TapQueue> queues = tap.queues();
    for (int i = 0; i < queues.size(); i++) {
      queues.get(i).setAttached(i < count);
    }
  }

  @Override
  public void close() {
    tap.close();
  }
}
