package io.jvmm.vgic.v3;

import io.jvmm.vmm.CpuInput;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import java.util.ArrayList;
import java.util.List;

/** A model with the verbs that tests want: registers by name, fields by INTID. */
final class TestGic {
  private static final int SPIS = 64;

  final List<String> signals = new ArrayList<>();
  final GicV3 model;

  TestGic(int vcpus) {
    this(GicV3Config.of(vcpus, 32 + SPIS));
  }

  TestGic(GicV3Config config) {
    model = new GicV3(config, this::record);
  }

  /** Everything forwarded and unmasked, as an operating system sets it up. */
  static TestGic ready(int vcpus) {
    TestGic gic = new TestGic(vcpus);
    gic.write(GicdRegister.GICD_CTLR, 0b11);
    for (int i = 0; i < vcpus; i++) {
      gic.cpu(i).write(IccRegister.ICC_PMR_EL1, 0xff);
      gic.cpu(i).write(IccRegister.ICC_IGRPEN0_EL1, 1);
      gic.cpu(i).write(IccRegister.ICC_IGRPEN1_EL1, 1);
    }
    return gic;
  }

  private void record(VcpuId vcpu, CpuInput input, boolean asserted) {
    signals.add("%s %s %s".formatted(vcpu, input, asserted ? "up" : "down"));
  }

  CpuInterface cpu(int vcpu) {
    return model.cpuInterface(new VcpuId(vcpu));
  }

  long read(GicdRegister register) {
    return read(model.distributor(), register.offset());
  }

  void write(GicdRegister register, long value) {
    write(model.distributor(), register.offset(), value);
  }

  long read(int vcpu, GicrRegister register) {
    return read(model.redistributor(new VcpuId(vcpu)), register.offset());
  }

  void write(int vcpu, GicrRegister register, long value) {
    write(model.redistributor(new VcpuId(vcpu)), register.offset(), value);
  }

  /** Sets a 1-bit field of an SPI. */
  void set(GicdRegister array, int spi) {
    write(model.distributor(), array.offset() + spi / 32 * 4, 1L << spi % 32);
  }

  boolean has(GicdRegister array, int spi) {
    return (read(model.distributor(), array.offset() + spi / 32 * 4) >> spi % 32 & 1) != 0;
  }

  void priority(int spi, int priority) {
    model.distributor().write(new Access(GicdRegister.GICD_IPRIORITYR.offset() + spi, 1), priority);
  }

  void edge(int spi) {
    configure(spi, 0b10);
  }

  void level(int spi) {
    configure(spi, 0);
  }

  private void configure(int spi, long config) {
    int offset = GicdRegister.GICD_ICFGR.offset() + spi / 16 * 4;
    int shift = spi % 16 * 2;
    long others = read(model.distributor(), offset) & ~(0b11L << shift);
    write(model.distributor(), offset, others | config << shift);
  }

  void route(int spi, long route) {
    Access whole = new Access(GicdRegister.GICD_IROUTER.offset() + spi * 8L, 8);
    model.distributor().write(whole, route);
  }

  void line(int spi, boolean level) {
    model.setLine(IntId.spi(spi), level);
  }

  /** An enabled SPI of group 1. */
  void enable(int spi, int priority) {
    priority(spi, priority);
    set(GicdRegister.GICD_ISENABLER, spi);
  }

  /** An enabled, level-sensitive SPI of group 1 whose input is asserted. */
  void raise(int spi, int priority) {
    level(spi);
    enable(spi, priority);
    line(spi, true);
  }

  static long read(MmioDevice frame, int offset) {
    return frame.read(new Access(offset, 4));
  }

  static void write(MmioDevice frame, int offset, long value) {
    frame.write(new Access(offset, 4), value);
  }
}
