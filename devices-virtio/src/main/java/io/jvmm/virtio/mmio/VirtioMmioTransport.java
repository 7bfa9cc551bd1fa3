package io.jvmm.virtio.mmio;

import io.jvmm.virtio.DeviceLifecycle;
import io.jvmm.virtio.QueueDoorbells;
import io.jvmm.virtio.QueueSetup;
import io.jvmm.virtio.QueueSetup.Area;
import io.jvmm.virtio.VirtioDevice;
import io.jvmm.vmm.Doorbell;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.LevelIrq;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestAddress;
import io.jvmm.vmm.memory.GuestMemory;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import io.jvmm.vmm.mmio.RegisterMap;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Virtio over MMIO, version 2 (virtio 1.3, 4.2): one device behind a window of registers and a
 * level-sensitive interrupt line. Has no lock of its own: a vCPU that resets the device, and waits,
 * keeps no other one from reading the interrupt registers.
 */
public final class VirtioMmioTransport implements MmioDevice, AutoCloseable {
  /** The size of the window in bytes. */
  public static final int WINDOW_SIZE = 0x200;

  private static final RegisterMap<VirtioMmioRegister> REGISTERS =
      RegisterMap.of(VirtioMmioRegister.class);
  private static final long MAGIC = 0x7472_6976; // "virt"
  private static final long VERSION = 2;
  private static final long VENDOR = 0x6d6d_766a; // "jvmm"
  private static final long ALL_ONES = 0xffff_ffffL;

  private final VirtioDevice device;
  private final DeviceLifecycle lifecycle;
  private final InterruptStatus interrupts;
  // The thread that builds and closes.
  private Optional<QueueDoorbells> doorbells = Optional.empty();
  // Written by whichever vCPU runs the driver; two at once only confuse each other.
  private volatile int queueSelected;
  private volatile int deviceFeaturesSelected;
  private volatile int driverFeaturesSelected;

  /**
   * Makes a device reachable; closing the transport closes it.
   *
   * @param memory what the device's DMA reaches
   * @param line the device's own interrupt line
   */
  public VirtioMmioTransport(VirtioDevice device, GuestMemory memory, LevelIrq line) {
    this(device, memory, line, DeviceLifecycle.QUEUE_FEATURES);
  }

  /**
   * Makes a device reachable, with fewer features than there are.
   *
   * @param queueFeatures which of {@link DeviceLifecycle#QUEUE_FEATURES} are offered
   */
  public VirtioMmioTransport(
      VirtioDevice device, GuestMemory memory, LevelIrq line, long queueFeatures) {
    this.device = device;
    this.interrupts = new InterruptStatus(line);
    this.lifecycle = new DeviceLifecycle(device, memory, interrupts, queueFeatures);
  }

  @Override
  public String name() {
    return device.profile().name();
  }

  /**
   * What the device tree says of it (Linux, Documentation/devicetree/bindings/virtio/mmio.yaml).
   *
   * @param window its registers, {@value #WINDOW_SIZE} bytes
   * @param interrupt its line
   */
  public DeviceTreeNode describe(AddressRange window, IntId interrupt) {
    return DeviceTreeNode.device("virtio_mmio", window)
        .strings("compatible", "virtio,mmio")
        .levelInterrupt(interrupt)
        .flag("dma-coherent")
        .build();
  }

  /**
   * Has the guest's notifications of queues ring doorbells, where there are such. Only to be called
   * before the guest runs.
   *
   * @param window its registers
   * @param source makes a doorbell, or none
   */
  public void connectDoorbells(AddressRange window, Supplier<Optional<Doorbell>> source) {
    GuestAddress notify = window.start().plus(VirtioMmioRegister.QUEUE_NOTIFY.offset());
    QueueDoorbells made = new QueueDoorbells(device, source);
    made.connect(_ -> notify, Integer.BYTES);
    doorbells = Optional.of(made);
  }

  @Override
  public boolean accepts(Access access) {
    return REGISTERS.find(access) != null;
  }

  @Override
  public long read(Access access) {
    VirtioMmioRegister register = REGISTERS.find(access);
    if (register == null) {
      return 0;
    }
    return switch (register) {
      case MAGIC_VALUE -> MAGIC;
      case VERSION -> VERSION;
      case DEVICE_ID -> device.profile().type().id();
      case VENDOR_ID -> VENDOR;
      case DEVICE_FEATURES ->
          Integer.toUnsignedLong(lifecycle.deviceFeatures(deviceFeaturesSelected));
      case QUEUE_SIZE_MAX -> selectedQueue().maxSize();
      case QUEUE_READY -> selectedQueue().isReady() ? 1 : 0;
      case INTERRUPT_STATUS -> interrupts.causes();
      case STATUS -> lifecycle.status();
      case SHM_LEN_LOW, SHM_LEN_HIGH, SHM_BASE_LOW, SHM_BASE_HIGH -> ALL_ONES;
      case CONFIG_GENERATION -> Integer.toUnsignedLong(device.config().generation());
      case CONFIG -> device.config().read(access.offset() - register.offset(), access.width());
      case DEVICE_FEATURES_SEL, DRIVER_FEATURES, DRIVER_FEATURES_SEL -> 0;
      case QUEUE_SEL, QUEUE_SIZE, QUEUE_NOTIFY, INTERRUPT_ACK -> 0;
      case QUEUE_DESC_LOW, QUEUE_DESC_HIGH, QUEUE_DRIVER_LOW, QUEUE_DRIVER_HIGH -> 0;
      case QUEUE_DEVICE_LOW, QUEUE_DEVICE_HIGH, SHM_SEL, QUEUE_RESET -> 0;
    };
  }

  @Override
  public void write(Access access, long value) {
    VirtioMmioRegister register = REGISTERS.find(access);
    if (register == VirtioMmioRegister.CONFIG) {
      device.config().write(access.offset() - register.offset(), access.width(), value);
    } else if (register != null) {
      write(register, (int) value);
    }
  }

  private void write(VirtioMmioRegister register, int value) {
    switch (register) {
      case DEVICE_FEATURES_SEL -> deviceFeaturesSelected = value;
      case DRIVER_FEATURES -> lifecycle.acceptFeatures(driverFeaturesSelected, value);
      case DRIVER_FEATURES_SEL -> driverFeaturesSelected = value;
      case QUEUE_SEL -> queueSelected = value;
      case QUEUE_SIZE -> selectedQueue().resize(value);
      case QUEUE_READY -> lifecycle.enableQueue(queueSelected, (value & 1) != 0);
      case QUEUE_NOTIFY -> lifecycle.notifyQueue(value);
      case INTERRUPT_ACK -> interrupts.acknowledge(value);
      case STATUS -> lifecycle.writeStatus(value);
      case QUEUE_RESET -> resetQueue(value);
      case QUEUE_DESC_LOW -> selectedQueue().setLow(Area.DESCRIPTOR, value);
      case QUEUE_DESC_HIGH -> selectedQueue().setHigh(Area.DESCRIPTOR, value);
      case QUEUE_DRIVER_LOW -> selectedQueue().setLow(Area.DRIVER, value);
      case QUEUE_DRIVER_HIGH -> selectedQueue().setHigh(Area.DRIVER, value);
      case QUEUE_DEVICE_LOW -> selectedQueue().setLow(Area.DEVICE, value);
      case QUEUE_DEVICE_HIGH -> selectedQueue().setHigh(Area.DEVICE, value);
      case MAGIC_VALUE, VERSION, DEVICE_ID, VENDOR_ID, DEVICE_FEATURES, QUEUE_SIZE_MAX -> {}
      case INTERRUPT_STATUS, SHM_SEL, SHM_LEN_LOW, SHM_LEN_HIGH, SHM_BASE_LOW -> {}
      case SHM_BASE_HIGH, CONFIG_GENERATION, CONFIG -> {}
    }
  }

  private void resetQueue(int value) {
    if (value == 1) {
      lifecycle.resetQueue(queueSelected);
    }
  }

  private QueueSetup selectedQueue() {
    return lifecycle.queue(queueSelected);
  }

  /**
   * Resets the device and its interrupt line, as a driver does that writes 0 to the status register
   * and as a reset of the machine does. Waits for the request under way.
   */
  public void reset() {
    lifecycle.reset();
  }

  /** Resets the device, then closes it. Closing twice does nothing. */
  @Override
  public void close() {
    reset();
    device.close();
    doorbells.ifPresent(QueueDoorbells::close);
  }
}
