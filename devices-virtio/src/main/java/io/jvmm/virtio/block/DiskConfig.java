package io.jvmm.virtio.block;

import io.jvmm.virtio.ConfigSpace;
import io.jvmm.virtio.DeviceEvents;
import java.util.Optional;

/**
 * What the driver reads of a disk, and the one field that it writes: {@code writeback}, by which it
 * chooses whether the disk caches writes (virtio 1.3, 5.2.4 to 5.2.6). The capacity may change
 * while a driver runs the disk, which is told then (5.2.6.2). Safe for use by any thread.
 */
final class DiskConfig {
  private static final int WRITEBACK = 32; // its offset

  private final Disk disk;
  private final ConfigSpace space;
  private boolean writable; // guarded by this
  private Optional<DeviceEvents> driver = Optional.empty(); // that runs the disk; guarded by this
  private boolean untold; // since the reset there was a change without driver; guarded by this
  private volatile boolean writeback; // written under this monitor

  DiskConfig(Disk disk) {
    this.disk = disk;
    this.space = new ConfigSpace(this::written);
    reset();
  }

  ConfigSpace space() {
    return space;
  }

  /** Whether a write goes to stable storage before it is completed. */
  boolean isWriteThrough() {
    return !writeback;
  }

  /**
   * A driver runs the disk from now on. It may have read the capacity before that, when there was
   * nobody to tell of a change.
   */
  void activated(DeviceEvents events) {
    if (setDriver(events)) {
      events.configurationChange();
    }
  }

  private synchronized boolean setDriver(DeviceEvents events) {
    driver = Optional.of(events);
    return untold;
  }

  /** The disk has another size: the driver is told, or will be if it begins to run the disk. */
  void resized() {
    update().ifPresent(DeviceEvents::configurationChange);
  }

  private synchronized Optional<DeviceEvents> update() {
    set(writeback);
    untold = driver.isEmpty();
    return driver;
  }

  /** As the driver finds it after a reset. */
  synchronized void reset() {
    driver = Optional.empty();
    untold = false;
    writable = false;
    set(true);
  }

  /** A driver that cannot flush does not know of a cache: it gets none at first (5.2.5.2). */
  synchronized void negotiated(long features) {
    writable = (features & BlockDevice.F_CONFIG_WCE) != 0;
    set((features & BlockDevice.F_FLUSH) != 0);
  }

  /**
   * Only a driver that has accepted VIRTIO_BLK_F_CONFIG_WCE may write, only this field, and as what
   * it is: one byte, 0 or 1. All else is ignored.
   */
  private synchronized void written(long offset, int width, long value) {
    if (writable && offset == WRITEBACK && width == Byte.BYTES && (value == 0 || value == 1)) {
      set(value == 1);
    }
  }

  private synchronized void set(boolean cached) {
    byte[] fields = disk.toConfig();
    fields[WRITEBACK] = (byte) (cached ? 1 : 0);
    writeback = cached;
    space.replace(fields);
  }
}
