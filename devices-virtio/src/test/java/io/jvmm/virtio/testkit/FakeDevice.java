package io.jvmm.virtio.testkit;

import io.jvmm.virtio.Activation;
import io.jvmm.virtio.ConfigSpace;
import io.jvmm.virtio.DeviceProfile;
import io.jvmm.virtio.DeviceType;
import io.jvmm.virtio.ReplaceableQueues;
import io.jvmm.virtio.VirtioDevice;
import io.jvmm.virtio.queue.DescriptorChain;
import io.jvmm.virtio.queue.Virtqueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A device with two queues that does nothing but remember what a transport did to it. */
public final class FakeDevice implements VirtioDevice, ReplaceableQueues {
  /** The one feature it offers. */
  public static final long FEATURE = 1L << 3;

  private final List<String> calls = new ArrayList<>();
  private final ConfigSpace config =
      new ConfigSpace(
          (offset, width, value) -> calls.add("config %d %d %x".formatted(offset, width, value)),
          (byte) 1,
          (byte) 2,
          (byte) 3,
          (byte) 4);
  private Optional<Activation> activation = Optional.empty();

  /**
   * What was done to it: {@code activate}, {@code notify N}, {@code queue N TYPE} for a queue that
   * was replaced, {@code config OFFSET WIDTH VALUE} in hexadecimal for a write to its
   * configuration, {@code deactivate}, {@code close}.
   */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** What it got when it was activated last; empty while it is inactive. */
  public Optional<Activation> activation() {
    return activation;
  }

  /** Uses the next chain of a queue, as a device does that writes nothing. */
  public void useOne(int queue) {
    Virtqueue used = activation.orElseThrow().queues().get(queue);
    DescriptorChain chain = new DescriptorChain();
    if (used.poll(chain)) {
      used.complete(chain, 0);
      used.publish();
    }
  }

  @Override
  public DeviceProfile profile() {
    return new DeviceProfile("fake0", DeviceType.CONSOLE, FEATURE, List.of(16, 8));
  }

  @Override
  public ConfigSpace config() {
    return config;
  }

  @Override
  public void activate(Activation given) {
    calls.add("activate");
    activation = Optional.of(given);
  }

  @Override
  public void queueNotified(int queue) {
    calls.add("notify " + queue);
  }

  @Override
  public void replaceQueue(int index, Virtqueue queue) {
    calls.add("queue %d %s".formatted(index, queue.getClass().getSimpleName()));
  }

  @Override
  public void deactivate() {
    if (activation.isPresent()) {
      calls.add("deactivate");
    }
    activation = Optional.empty();
  }

  @Override
  public void close() {
    calls.add("close");
  }
}
