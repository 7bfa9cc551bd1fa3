package io.jvmm.virtio.queue;

import io.jvmm.vmm.error.InternalException;

/** A queue that the driver did not enable: there is never anything in it. */
public record DisabledQueue() implements Virtqueue {
  @Override
  public boolean poll(DescriptorChain chain) {
    return false;
  }

  @Override
  public void complete(DescriptorChain chain, long written) {
    throw new InternalException("no chain can come from a disabled queue");
  }

  @Override
  public void publish() {
    // Nothing was ever completed.
  }

  @Override
  public boolean enableNotifications() {
    return false;
  }
}
