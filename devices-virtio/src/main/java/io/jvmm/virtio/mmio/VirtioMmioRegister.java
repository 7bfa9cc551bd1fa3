package io.jvmm.virtio.mmio;

import io.jvmm.vmm.mmio.Register;

/**
 * The registers of virtio over MMIO, version 2 (virtio 1.3, 4.2.2). All are little-endian words,
 * except that the configuration space is what the device says.
 */
public enum VirtioMmioRegister implements Register {
  MAGIC_VALUE(0x000, Mode.READ_ONLY, "'virt'"),
  VERSION(0x004, Mode.READ_ONLY, "2"),
  DEVICE_ID(0x008, Mode.READ_ONLY, "kind of device"),
  VENDOR_ID(0x00c, Mode.READ_ONLY, "'jvmm'"),
  DEVICE_FEATURES(0x010, Mode.READ_ONLY, "32 of the offered feature bits"),
  DEVICE_FEATURES_SEL(0x014, Mode.WRITE_ONLY, "which of them"),
  DRIVER_FEATURES(0x020, Mode.WRITE_ONLY, "32 of the accepted feature bits"),
  DRIVER_FEATURES_SEL(0x024, Mode.WRITE_ONLY, "which of them"),
  QUEUE_SEL(0x030, Mode.WRITE_ONLY, "the queue that the next registers are about"),
  QUEUE_SIZE_MAX(0x034, Mode.READ_ONLY, "most elements; 0 if there is no such queue"),
  QUEUE_SIZE(0x038, Mode.WRITE_ONLY, "elements"),
  QUEUE_READY(0x044, Mode.READ_WRITE, "1 while enabled"),
  QUEUE_NOTIFY(0x050, Mode.WRITE_ONLY, "index of a queue with new buffers"),
  INTERRUPT_STATUS(0x060, Mode.READ_ONLY, "causes: 1 used buffer, 2 configuration change"),
  INTERRUPT_ACK(0x064, Mode.WRITE_ONLY, "causes that are handled"),
  STATUS(0x070, Mode.READ_WRITE, "device status; 0 resets"),
  QUEUE_DESC_LOW(0x080, Mode.WRITE_ONLY, "descriptor area"),
  QUEUE_DESC_HIGH(0x084, Mode.WRITE_ONLY, "its upper half"),
  QUEUE_DRIVER_LOW(0x090, Mode.WRITE_ONLY, "driver area"),
  QUEUE_DRIVER_HIGH(0x094, Mode.WRITE_ONLY, "its upper half"),
  QUEUE_DEVICE_LOW(0x0a0, Mode.WRITE_ONLY, "device area"),
  QUEUE_DEVICE_HIGH(0x0a4, Mode.WRITE_ONLY, "its upper half"),
  SHM_SEL(0x0ac, Mode.RAZ_WI, "no device here has shared memory"),
  SHM_LEN_LOW(0x0b0, Mode.READ_ONLY, "all ones: no such region"),
  SHM_LEN_HIGH(0x0b4, Mode.READ_ONLY, "all ones: no such region"),
  SHM_BASE_LOW(0x0b8, Mode.READ_ONLY, "all ones: no such region"),
  SHM_BASE_HIGH(0x0bc, Mode.READ_ONLY, "all ones: no such region"),
  QUEUE_RESET(0x0c0, Mode.READ_WRITE, "1 resets the queue, at once: reads as 0"),
  CONFIG_GENERATION(0x0fc, Mode.READ_ONLY, "changes when the configuration space does"),
  CONFIG(0x100, 0x100, 1 | 2 | 4 | 8, "configuration space; a disk has a field to write");

  private final int offset;
  private final int length;
  private final int widths;
  private final Mode mode;
  private final String note;

  VirtioMmioRegister(int offset, Mode mode, String note) {
    this.offset = offset;
    this.length = Integer.BYTES;
    this.widths = Integer.BYTES;
    this.mode = mode;
    this.note = note;
  }

  VirtioMmioRegister(int offset, int length, int widths, String note) {
    this.offset = offset;
    this.length = length;
    this.widths = widths;
    this.mode = Mode.READ_WRITE;
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
