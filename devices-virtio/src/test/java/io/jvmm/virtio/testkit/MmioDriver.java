package io.jvmm.virtio.testkit;

import io.jvmm.virtio.mmio.VirtioMmioRegister;
import io.jvmm.virtio.mmio.VirtioMmioTransport;
import io.jvmm.virtio.queue.QueueLayout;
import io.jvmm.vmm.mmio.Access;

/** A driver's view of a device behind virtio over MMIO (virtio 1.3, 4.2.2 and 4.2.3). */
public final class MmioDriver {
  /** The device status bits that a driver sets in turn. */
  public static final int ACKNOWLEDGE = 1;

  /** See {@link #ACKNOWLEDGE}. */
  public static final int DRIVER = 2;

  /** See {@link #ACKNOWLEDGE}. */
  public static final int DRIVER_OK = 4;

  /** See {@link #ACKNOWLEDGE}. */
  public static final int FEATURES_OK = 8;

  /** The device status bit by which a device gives up. */
  public static final int NEEDS_RESET = 64;

  /** All that the driver of a running device has set. */
  public static final int RUNNING = ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK;

  private final VirtioMmioTransport transport;

  /** A driver that has done nothing yet. */
  public MmioDriver(VirtioMmioTransport transport) {
    this.transport = transport;
  }

  /** Loads a register. */
  public int read(VirtioMmioRegister register) {
    return (int) transport.read(new Access(register.offset(), Integer.BYTES));
  }

  /** Stores to a register. */
  public void write(VirtioMmioRegister register, int value) {
    transport.write(new Access(register.offset(), Integer.BYTES), Integer.toUnsignedLong(value));
  }

  /** Stores to the configuration space, {@code width} bytes. */
  public void writeConfiguration(long offset, int width, long value) {
    transport.write(new Access(VirtioMmioRegister.CONFIG.offset() + offset, width), value);
  }

  /** The feature bits that the device offers. */
  public long offeredFeatures() {
    write(VirtioMmioRegister.DEVICE_FEATURES_SEL, 0);
    long low = Integer.toUnsignedLong(read(VirtioMmioRegister.DEVICE_FEATURES));
    write(VirtioMmioRegister.DEVICE_FEATURES_SEL, 1);
    return low | ((long) read(VirtioMmioRegister.DEVICE_FEATURES) << Integer.SIZE);
  }

  /** Resets the device and negotiates features. Returns the device status. */
  public int negotiate(long features) {
    reset();
    write(VirtioMmioRegister.STATUS, ACKNOWLEDGE);
    write(VirtioMmioRegister.STATUS, ACKNOWLEDGE | DRIVER);
    write(VirtioMmioRegister.DRIVER_FEATURES_SEL, 0);
    write(VirtioMmioRegister.DRIVER_FEATURES, (int) features);
    write(VirtioMmioRegister.DRIVER_FEATURES_SEL, 1);
    write(VirtioMmioRegister.DRIVER_FEATURES, (int) (features >>> Integer.SIZE));
    write(VirtioMmioRegister.STATUS, ACKNOWLEDGE | DRIVER | FEATURES_OK);
    return status();
  }

  /** Sets up one queue and enables it. */
  public void enable(QueueLayout queue) {
    write(VirtioMmioRegister.QUEUE_SEL, queue.index());
    write(VirtioMmioRegister.QUEUE_SIZE, queue.size());
    write(VirtioMmioRegister.QUEUE_DESC_LOW, (int) queue.descriptorArea());
    write(VirtioMmioRegister.QUEUE_DESC_HIGH, (int) (queue.descriptorArea() >>> Integer.SIZE));
    write(VirtioMmioRegister.QUEUE_DRIVER_LOW, (int) queue.driverArea());
    write(VirtioMmioRegister.QUEUE_DRIVER_HIGH, (int) (queue.driverArea() >>> Integer.SIZE));
    write(VirtioMmioRegister.QUEUE_DEVICE_LOW, (int) queue.deviceArea());
    write(VirtioMmioRegister.QUEUE_DEVICE_HIGH, (int) (queue.deviceArea() >>> Integer.SIZE));
    write(VirtioMmioRegister.QUEUE_READY, 1);
  }

  /** The whole way from reset to a running device with these queues. Returns its status. */
  public int start(long features, QueueDriver... queues) {
    negotiate(features);
    for (int i = 0; i < queues.length; i++) {
      enable(queues[i].layout(i));
    }
    write(VirtioMmioRegister.STATUS, RUNNING);
    return status();
  }

  /** Tells the device that a queue has new buffers. */
  public void notifyQueue(int index) {
    write(VirtioMmioRegister.QUEUE_NOTIFY, index);
  }

  /** The device status. */
  public int status() {
    return read(VirtioMmioRegister.STATUS);
  }

  /** Resets the device. */
  public void reset() {
    write(VirtioMmioRegister.STATUS, 0);
  }

  /** The pending causes of interrupts, which are acknowledged. */
  public int takeInterrupts() {
    int causes = read(VirtioMmioRegister.INTERRUPT_STATUS);
    write(VirtioMmioRegister.INTERRUPT_ACK, causes);
    return causes;
  }
}
