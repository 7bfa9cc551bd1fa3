package io.jvmm.mmio.insn;

import io.jvmm.vmm.mmio.MmioBus;
import java.util.ArrayList;
import java.util.List;

/** A bus on which every byte reads as the low byte of its address, plus one. */
final class RecordingBus implements MmioBus {
  private final List<String> accesses = new ArrayList<>();

  /** What was accessed, as {@code "read 0x1000/4"} and {@code "write 0x1000/4 0xff"}. */
  List<String> accesses() {
    return accesses;
  }

  @Override
  public long read(long address, int width) {
    accesses.add("read 0x%x/%d".formatted(address, width));
    long value = 0;
    for (int i = width - 1; i >= 0; i--) {
      value = value << Byte.SIZE | ((address + i + 1) & 0xff);
    }
    return value;
  }

  @Override
  public void write(long address, int width, long value) {
    accesses.add("write 0x%x/%d 0x%x".formatted(address, width, value));
  }
}
