package io.jvmm.virtio.fuzz;

import io.jvmm.virtio.Activation;
import io.jvmm.virtio.ConfigSpace;
import io.jvmm.virtio.DeviceEvents;
import io.jvmm.virtio.DeviceProfile;
import io.jvmm.virtio.ReplaceableQueues;
import io.jvmm.virtio.VirtioDevice;
import io.jvmm.virtio.queue.Virtqueue;
import io.jvmm.vmm.error.GuestException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A device that remembers for what faults of ours it stopped. The log tells of them too, but says
 * nothing any more after many faults of the guest.
 */
final class ObservedDevice implements VirtioDevice, ReplaceableQueues {
  private final VirtioDevice device;
  private final ReplaceableQueues queues;
  private final List<RuntimeException> faults = new CopyOnWriteArrayList<>();

  <D extends VirtioDevice & ReplaceableQueues> ObservedDevice(D device) {
    this.device = device;
    this.queues = device;
  }

  /** What was thrown by the device's thread and is no word about the guest. */
  List<RuntimeException> faults() {
    return faults;
  }

  @Override
  public DeviceProfile profile() {
    return device.profile();
  }

  @Override
  public ConfigSpace config() {
    return device.config();
  }

  @Override
  public void featuresNegotiated(long features) {
    device.featuresNegotiated(features);
  }

  @Override
  public void activate(Activation activation) {
    DeviceEvents observed = new ObservedEvents(activation.events());
    device.activate(new Activation(activation.features(), activation.queues(), observed));
  }

  @Override
  public void queueNotified(int queue) {
    device.queueNotified(queue);
  }

  @Override
  public void replaceQueue(int index, Virtqueue queue) {
    queues.replaceQueue(index, queue);
  }

  @Override
  public void deactivate() {
    device.deactivate();
  }

  @Override
  public void close() {
    device.close();
  }

  private final class ObservedEvents implements DeviceEvents {
    private final DeviceEvents events;

    ObservedEvents(DeviceEvents events) {
      this.events = events;
    }

    @Override
    public void configurationChange() {
      events.configurationChange();
    }

    @Override
    public void needsReset(RuntimeException cause) {
      if (!(cause instanceof GuestException)) {
        faults.add(cause);
      }
      events.needsReset(cause);
    }
  }
}
