package io.jvmm.mmio;

import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import java.util.ArrayList;
import java.util.List;

/** A device of 32-bit registers that reads as a constant, and fails on demand. */
public final class FakeDevice implements MmioDevice {
  private final String name;
  private final long value;
  private final List<String> writes = new ArrayList<>();
  private Runnable trouble = () -> {};

  /** A device whose registers read as {@code value} plus their offsets. */
  public FakeDevice(String name, long value) {
    this.name = name;
    this.value = value;
  }

  /** Has {@code trouble} run by every access. */
  public FakeDevice failing(Runnable failure) {
    trouble = failure;
    return this;
  }

  /** What was written: {@code 0xVALUE to +0xOFFSET}. */
  public List<String> writes() {
    return writes;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean accepts(Access access) {
    return access.width() == 4 && access.isAligned();
  }

  @Override
  public long read(Access access) {
    trouble.run();
    return value + access.offset();
  }

  @Override
  public void write(Access access, long written) {
    trouble.run();
    writes.add("0x%x to +0x%x".formatted(written, access.offset()));
  }
}
