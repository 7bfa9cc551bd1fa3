package io.jvmm.virtio.testkit;

import io.jvmm.virtio.pci.VirtioPciRegister;
import io.jvmm.virtio.pci.VirtioPciTransport;
import io.jvmm.virtio.queue.QueueLayout;
import io.jvmm.vmm.mmio.Access;

/** A driver's view of a device behind virtio over PCI (virtio 1.3, 4.1.4 and 4.1.5). */
public final class PciDriver {
  /** The bytes from one queue's notification to the next one's. */
  public static final int NOTIFY_MULTIPLIER = 4;

  private final VirtioPciTransport transport;

  /** A driver that has done nothing yet. */
  public PciDriver(VirtioPciTransport transport) {
    this.transport = transport;
  }

  /** Loads a register. */
  public int read(VirtioPciRegister register) {
    return (int) transport.read(new Access(register.offset(), register.length()));
  }

  /** Stores to a register. */
  public void write(VirtioPciRegister register, int value) {
    Access access = new Access(register.offset(), register.length());
    transport.write(access, Integer.toUnsignedLong(value) & (-1L >>> (64 - 8 * access.width())));
  }

  /** Resets the device and negotiates features. Returns the device status. */
  public int negotiate(long features) {
    write(VirtioPciRegister.DEVICE_STATUS, 0);
    write(VirtioPciRegister.DEVICE_STATUS, MmioDriver.ACKNOWLEDGE | MmioDriver.DRIVER);
    write(VirtioPciRegister.DRIVER_FEATURE_SELECT, 0);
    write(VirtioPciRegister.DRIVER_FEATURE, (int) features);
    write(VirtioPciRegister.DRIVER_FEATURE_SELECT, 1);
    write(VirtioPciRegister.DRIVER_FEATURE, (int) (features >>> Integer.SIZE));
    int negotiated = MmioDriver.RUNNING & ~MmioDriver.DRIVER_OK;
    write(VirtioPciRegister.DEVICE_STATUS, negotiated);
    return read(VirtioPciRegister.DEVICE_STATUS);
  }

  /** Sets up one queue and enables it. */
  public void enable(QueueLayout queue) {
    write(VirtioPciRegister.QUEUE_SELECT, queue.index());
    write(VirtioPciRegister.QUEUE_SIZE, queue.size());
    write(VirtioPciRegister.QUEUE_DESC_LOW, (int) queue.descriptorArea());
    write(VirtioPciRegister.QUEUE_DESC_HIGH, (int) (queue.descriptorArea() >>> Integer.SIZE));
    write(VirtioPciRegister.QUEUE_DRIVER_LOW, (int) queue.driverArea());
    write(VirtioPciRegister.QUEUE_DRIVER_HIGH, (int) (queue.driverArea() >>> Integer.SIZE));
    write(VirtioPciRegister.QUEUE_DEVICE_LOW, (int) queue.deviceArea());
    write(VirtioPciRegister.QUEUE_DEVICE_HIGH, (int) (queue.deviceArea() >>> Integer.SIZE));
    write(VirtioPciRegister.QUEUE_ENABLE, 1);
  }

  /** The whole way from reset to a running device with these queues. Returns its status. */
  public int start(long features, DriverQueue... queues) {
    negotiate(features);
    for (int i = 0; i < queues.length; i++) {
      enable(queues[i].layout(i));
    }
    write(VirtioPciRegister.DEVICE_STATUS, MmioDriver.RUNNING);
    return read(VirtioPciRegister.DEVICE_STATUS);
  }

  /** Tells the device that a queue has new buffers. */
  public void notifyQueue(int index) {
    int offset = VirtioPciRegister.NOTIFY.offset() + index * NOTIFY_MULTIPLIER;
    transport.write(new Access(offset, Short.BYTES), index);
  }
}
