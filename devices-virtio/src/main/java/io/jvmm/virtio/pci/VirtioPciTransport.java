package io.jvmm.virtio.pci;

import io.jvmm.virtio.DeviceLifecycle;
import io.jvmm.virtio.QueueDoorbells;
import io.jvmm.virtio.QueueSetup;
import io.jvmm.virtio.QueueSetup.Area;
import io.jvmm.virtio.VirtioDevice;
import io.jvmm.vmm.Doorbell;
import io.jvmm.vmm.memory.GuestAddress;
import io.jvmm.vmm.memory.GuestMemory;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import io.jvmm.vmm.mmio.RegisterMap;
import io.jvmm.vmm.pci.PciCapability;
import io.jvmm.vmm.pci.PciFunction;
import io.jvmm.vmm.pci.PciIdentity;
import io.jvmm.vmm.pci.PciInterrupts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Virtio over PCI, without the legacy interface (virtio 1.3, 4.1): one device behind a PCI
 * function. Has no lock of its own, as the transport over MMIO has none.
 */
public final class VirtioPciTransport implements PciFunction, MmioDevice, AutoCloseable {
  private static final RegisterMap<VirtioPciRegister> REGISTERS =
      RegisterMap.of(VirtioPciRegister.class);
  private static final int REGISTERS_SIZE = 0x4000;
  private static final int VENDOR = 0x1af4;
  private static final int FIRST_DEVICE = 0x1040; // 4.1.2.1
  private static final int REVISION = 1; // no transitional device
  private static final int BYTE = 0xff;
  private static final int HALF = 0xffff;

  private final VirtioDevice device;
  private final int queues;
  private final DeviceLifecycle lifecycle;
  private final PciNotifier notifier;
  private final List<PciCapability> capabilities;
  // Whoever builds, then the vCPU that moves the registers, then whoever closes.
  private Optional<QueueDoorbells> doorbells = Optional.empty();
  // Written by whichever vCPU runs the driver; two at once only confuse each other.
  private volatile int queueSelected;
  private volatile int deviceFeaturesSelected;
  private volatile int driverFeaturesSelected;

  /**
   * Makes a device reachable; closing the transport closes it.
   *
   * @param memory what the device's DMA reaches
   * @param interrupts the function's, with as many vectors as {@link #vectors} says
   * @param queueFeatures which of {@link DeviceLifecycle#QUEUE_FEATURES} are offered
   */
  public VirtioPciTransport(
      VirtioDevice device, GuestMemory memory, PciInterrupts interrupts, long queueFeatures) {
    this.device = device;
    this.queues = device.profile().queueSizes().size();
    this.notifier = new PciNotifier(interrupts, queues);
    this.lifecycle = new DeviceLifecycle(device, memory, notifier, queueFeatures);
    List<PciCapability> all = new ArrayList<>(VirtioPciCapability.of(queues));
    all.add(new ConfigurationAccess(this));
    this.capabilities = List.copyOf(all);
  }

  /**
   * Has the guest's notifications of queues ring doorbells, where there are such, once the guest
   * has placed the registers. Only to be called before the guest runs.
   *
   * @param source makes a doorbell, or none
   */
  public void installDoorbells(Supplier<Optional<Doorbell>> source) {
    doorbells = Optional.of(new QueueDoorbells(device, source));
  }

  /** A queue is notified by a store of its number, in 16 bits (4.1.5.2). */
  @Override
  public void moved(Optional<GuestAddress> registers) {
    doorbells.ifPresent(QueueDoorbells::disconnect);
    if (registers.isPresent() && doorbells.isPresent()) {
      GuestAddress first = registers.get().plus(VirtioPciRegister.NOTIFY.offset());
      doorbells
          .get()
          .connect(
              queue -> first.plus((long) queue * VirtioPciCapability.NOTIFY_MULTIPLIER),
              Short.BYTES);
    }
  }

  /** How many MSI-X vectors a device has: one for each queue, one for configuration changes. */
  public static int vectors(VirtioDevice device) {
    return device.profile().queueSizes().size() + 1;
  }

  @Override
  public PciIdentity identity() {
    int type = device.profile().type().id();
    int id = FIRST_DEVICE + type;
    return new PciIdentity(VENDOR, id, REVISION, PciClass.of(type), VENDOR, id);
  }

  @Override
  public List<PciCapability> capabilities() {
    return capabilities;
  }

  @Override
  public MmioDevice registers() {
    return this;
  }

  @Override
  public long registersSize() {
    return REGISTERS_SIZE;
  }

  @Override
  public String name() {
    return device.profile().name();
  }

  @Override
  public boolean accepts(Access access) {
    return REGISTERS.find(access) != null;
  }

  @Override
  public long read(Access access) {
    VirtioPciRegister register = REGISTERS.find(access);
    if (register == null) {
      return 0;
    }
    return switch (register) {
      case DEVICE_FEATURE_SELECT -> Integer.toUnsignedLong(deviceFeaturesSelected);
      case DEVICE_FEATURE ->
          Integer.toUnsignedLong(lifecycle.deviceFeatures(deviceFeaturesSelected));
      case DRIVER_FEATURE_SELECT -> Integer.toUnsignedLong(driverFeaturesSelected);
      case DRIVER_FEATURE ->
          Integer.toUnsignedLong(lifecycle.acceptedFeatures(driverFeaturesSelected));
      case CONFIG_MSIX_VECTOR -> notifier.vector(notifier.configuration());
      case NUM_QUEUES -> queues;
      case DEVICE_STATUS -> lifecycle.status();
      case CONFIG_GENERATION -> device.config().generation() & BYTE;
      case QUEUE_SELECT -> queueSelected;
      case QUEUE_SIZE -> selectedQueue().size() & HALF;
      case QUEUE_MSIX_VECTOR ->
          isQueue(queueSelected) ? notifier.vector(queueSelected) : PciNotifier.NO_VECTOR;
      case QUEUE_ENABLE -> selectedQueue().isReady() ? 1 : 0;
      case QUEUE_NOTIFY_OFF -> isQueue(queueSelected) ? queueSelected : 0;
      case QUEUE_DESC_LOW -> low(Area.DESCRIPTOR);
      case QUEUE_DESC_HIGH -> high(Area.DESCRIPTOR);
      case QUEUE_DRIVER_LOW -> low(Area.DRIVER);
      case QUEUE_DRIVER_HIGH -> high(Area.DRIVER);
      case QUEUE_DEVICE_LOW -> low(Area.DEVICE);
      case QUEUE_DEVICE_HIGH -> high(Area.DEVICE);
      case ISR_STATUS -> notifier.takeCauses();
      case DEVICE_CONFIG ->
          device.config().read(access.offset() - register.offset(), access.width());
      case QUEUE_NOTIF_CONFIG_DATA, QUEUE_RESET, ADMIN_QUEUE_INDEX, ADMIN_QUEUE_NUM, NOTIFY -> 0;
    };
  }

  private long low(Area area) {
    return selectedQueue().address(area) & 0xffff_ffffL;
  }

  private long high(Area area) {
    return selectedQueue().address(area) >>> Integer.SIZE;
  }

  @Override
  public void write(Access access, long value) {
    VirtioPciRegister register = REGISTERS.find(access);
    if (register == VirtioPciRegister.NOTIFY) {
      long place = access.offset() - register.offset();
      lifecycle.notifyQueue((int) place / VirtioPciCapability.NOTIFY_MULTIPLIER);
    } else if (register == VirtioPciRegister.DEVICE_CONFIG) {
      device.config().write(access.offset() - register.offset(), access.width(), value);
    } else if (register != null) {
      write(register, (int) value);
    }
  }

  private void write(VirtioPciRegister register, int value) {
    switch (register) {
      case DEVICE_FEATURE_SELECT -> deviceFeaturesSelected = value;
      case DRIVER_FEATURE_SELECT -> driverFeaturesSelected = value;
      case DRIVER_FEATURE -> lifecycle.acceptFeatures(driverFeaturesSelected, value);
      case CONFIG_MSIX_VECTOR -> notifier.choose(notifier.configuration(), value);
      case DEVICE_STATUS -> lifecycle.writeStatus(value);
      case QUEUE_SELECT -> queueSelected = value;
      case QUEUE_SIZE -> selectedQueue().resize(value);
      case QUEUE_MSIX_VECTOR -> chooseQueueVector(value);
      case QUEUE_ENABLE -> enableQueue(value);
      case QUEUE_RESET -> resetQueue(value);
      case QUEUE_DESC_LOW -> selectedQueue().setLow(Area.DESCRIPTOR, value);
      case QUEUE_DESC_HIGH -> selectedQueue().setHigh(Area.DESCRIPTOR, value);
      case QUEUE_DRIVER_LOW -> selectedQueue().setLow(Area.DRIVER, value);
      case QUEUE_DRIVER_HIGH -> selectedQueue().setHigh(Area.DRIVER, value);
      case QUEUE_DEVICE_LOW -> selectedQueue().setLow(Area.DEVICE, value);
      case QUEUE_DEVICE_HIGH -> selectedQueue().setHigh(Area.DEVICE, value);
      case DEVICE_FEATURE, NUM_QUEUES, CONFIG_GENERATION, QUEUE_NOTIFY_OFF, ISR_STATUS -> {}
      case QUEUE_NOTIF_CONFIG_DATA, ADMIN_QUEUE_INDEX, ADMIN_QUEUE_NUM -> {}
      case DEVICE_CONFIG, NOTIFY -> {}
    }
  }

  private void chooseQueueVector(int vector) {
    if (isQueue(queueSelected)) {
      notifier.choose(queueSelected, vector);
    }
  }

  /** A driver does not write 0 (4.1.4.3.2). */
  private void enableQueue(int value) {
    if (value == 1) {
      lifecycle.enableQueue(queueSelected, true);
    }
  }

  private void resetQueue(int value) {
    if (value == 1) {
      lifecycle.resetQueue(queueSelected);
    }
  }

  private boolean isQueue(int index) {
    return index >= 0 && index < queues;
  }

  private QueueSetup selectedQueue() {
    return lifecycle.queue(queueSelected);
  }

  /** Resets the device, then closes it. Closing twice does nothing. */
  @Override
  public void close() {
    lifecycle.reset();
    device.close();
    doorbells.ifPresent(QueueDoorbells::close);
  }
}
