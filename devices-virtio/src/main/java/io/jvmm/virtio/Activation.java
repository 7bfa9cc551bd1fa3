package io.jvmm.virtio;

import io.jvmm.virtio.queue.Virtqueue;
import java.util.List;

/**
 * What a device gets when a driver starts to run it, and loses when the driver stops.
 *
 * @param features the negotiated feature bits
 * @param queues every queue of the device; those the driver did not enable are always empty
 * @param events what the device tells the driver
 */
public record Activation(long features, List<Virtqueue> queues, DeviceEvents events) {
  /** Copies the list. */
  public Activation {
    queues = List.copyOf(queues);
  }

  /** Whether all of the given feature bits were negotiated. */
  public boolean has(long bits) {
    return (features & bits) == bits;
  }
}
