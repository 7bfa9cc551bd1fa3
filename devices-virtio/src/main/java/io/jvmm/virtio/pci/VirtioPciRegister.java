package io.jvmm.virtio.pci;

import io.jvmm.vmm.mmio.Register;

/**
 * What is behind base address register 0 of a virtio function (virtio 1.3, 4.1.4): the common
 * configuration, the ISR status, the device's own configuration, and the notifications, each in a
 * page of its own. All numbers are little-endian; 64-bit ones are written as two halves.
 */
public enum VirtioPciRegister implements Register {
  DEVICE_FEATURE_SELECT(0x00, 4, Mode.READ_WRITE, "which of the offered feature bits"),
  DEVICE_FEATURE(0x04, 4, Mode.READ_ONLY, "32 of the offered feature bits"),
  DRIVER_FEATURE_SELECT(0x08, 4, Mode.READ_WRITE, "which of the accepted feature bits"),
  DRIVER_FEATURE(0x0c, 4, Mode.READ_WRITE, "32 of the accepted feature bits"),
  CONFIG_MSIX_VECTOR(0x10, 2, Mode.READ_WRITE, "for configuration changes; 0xffff: none"),
  NUM_QUEUES(0x12, 2, Mode.READ_ONLY, "how many queues there are"),
  DEVICE_STATUS(0x14, 1, Mode.READ_WRITE, "device status; 0 resets"),
  CONFIG_GENERATION(0x15, 1, Mode.READ_ONLY, "changes when the device's configuration does"),
  QUEUE_SELECT(0x16, 2, Mode.READ_WRITE, "the queue that the next registers are about"),
  QUEUE_SIZE(0x18, 2, Mode.READ_WRITE, "elements, at first the most; 0: no such queue"),
  QUEUE_MSIX_VECTOR(0x1a, 2, Mode.READ_WRITE, "for used buffers; 0xffff: none"),
  QUEUE_ENABLE(0x1c, 2, Mode.READ_WRITE, "1 enables the queue; 0 is ignored"),
  QUEUE_NOTIFY_OFF(0x1e, 2, Mode.READ_ONLY, "the queue's place among the notifications"),
  QUEUE_DESC_LOW(0x20, 4, Mode.READ_WRITE, "descriptor area"),
  QUEUE_DESC_HIGH(0x24, 4, Mode.READ_WRITE, "its upper half"),
  QUEUE_DRIVER_LOW(0x28, 4, Mode.READ_WRITE, "driver area"),
  QUEUE_DRIVER_HIGH(0x2c, 4, Mode.READ_WRITE, "its upper half"),
  QUEUE_DEVICE_LOW(0x30, 4, Mode.READ_WRITE, "device area"),
  QUEUE_DEVICE_HIGH(0x34, 4, Mode.READ_WRITE, "its upper half"),
  QUEUE_NOTIF_CONFIG_DATA(0x38, 2, Mode.RAZ_WI, "VIRTIO_F_NOTIF_CONFIG_DATA is not offered"),
  QUEUE_RESET(0x3a, 2, Mode.READ_WRITE, "1 resets the queue, at once: reads as 0"),
  ADMIN_QUEUE_INDEX(0x3c, 2, Mode.RAZ_WI, "VIRTIO_F_ADMIN_VQ is not offered"),
  ADMIN_QUEUE_NUM(0x3e, 2, Mode.RAZ_WI, "VIRTIO_F_ADMIN_VQ is not offered"),
  ISR_STATUS(0x1000, 1, Mode.READ_ONLY, "causes: 1 queue, 2 configuration; a read clears them"),
  DEVICE_CONFIG(0x2000, 0x1000, 1 | 2 | 4 | 8, Mode.READ_WRITE, "a disk has a field to write"),
  NOTIFY(0x3000, 0x1000, 2 | 4, Mode.WRITE_ONLY, "new buffers in the queue of this place");

  private final int offset;
  private final int length;
  private final int widths;
  private final Mode mode;
  private final String note;

  VirtioPciRegister(int offset, int length, Mode mode, String note) {
    this(offset, length, length, mode, note);
  }

  VirtioPciRegister(int offset, int length, int widths, Mode mode, String note) {
    this.offset = offset;
    this.length = length;
    this.widths = widths;
    this.mode = mode;
    this.note = note;
  }

  @Override
  public int offset() {
    return offset;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public int widths() {
    return widths;
  }

  @Override
  public Mode mode() {
    return mode;
  }

  @Override
  public String note() {
    return note;
  }
}
