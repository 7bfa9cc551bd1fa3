package io.jvmm.vgic.v3;

import io.jvmm.vmm.KernelDevice;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;

/**
 * The model seen through the attributes that KVM's GICv3 has for its state, so that whoever saves,
 * restores or compares one can do it with the other. Where KVM shows its user something else than
 * its guest, so does this: ISPENDR is the latch alone, ICPENDR is not there.
 *
 * @param gic the model
 */
public record GicV3Device(GicV3 gic) implements KernelDevice {
  private static final int OFFSET_MASK = 0x1_ffff;
  private static final int INTID_MASK = 0x3ff;
  private static final int SYSTEM_REGISTER_MASK = 0xffff;

  @Override
  public boolean hasAttribute(int group, long attribute) {
    Access word = word(attribute);
    return switch (group) {
      case GicV3Attributes.DISTRIBUTOR -> gic.distributor().accepts(word);
      case GicV3Attributes.REDISTRIBUTOR ->
          vcpu(attribute) >= 0 && redistributor(attribute).accepts(word);
      case GicV3Attributes.SYSTEM_REGISTERS -> vcpu(attribute) >= 0 && isState(attribute);
      case GicV3Attributes.LEVELS ->
          vcpu(attribute) >= 0 && (attribute & INTID_MASK) % Integer.SIZE == 0;
      default -> false;
    };
  }

  @Override
  public int attribute32(int group, long attribute) {
    require(group, attribute);
    return switch (group) {
      case GicV3Attributes.DISTRIBUTOR -> (int) readShared(word(attribute));
      case GicV3Attributes.REDISTRIBUTOR -> (int) readOwn(redistributor(attribute), attribute);
      case GicV3Attributes.LEVELS -> readLines(attribute);
      default -> throw refused(group, attribute);
    };
  }

  @Override
  public void setAttribute32(int group, long attribute, int value) {
    require(group, attribute);
    switch (group) {
      case GicV3Attributes.DISTRIBUTOR -> writeShared(word(attribute), value);
      case GicV3Attributes.REDISTRIBUTOR -> writeOwn(redistributor(attribute), attribute, value);
      case GicV3Attributes.LEVELS -> writeLines(attribute, value);
      default -> throw refused(group, attribute);
    }
  }

  @Override
  public long attribute(int group, long attribute) {
    require(group, attribute);
    if (group != GicV3Attributes.SYSTEM_REGISTERS) {
      throw refused(group, attribute);
    }
    return redistributor(attribute).cpu().read(register(attribute));
  }

  @Override
  public void setAttribute(int group, long attribute, long value) {
    require(group, attribute);
    if (group != GicV3Attributes.SYSTEM_REGISTERS) {
      throw refused(group, attribute);
    }
    redistributor(attribute).cpu().write(register(attribute), value);
  }

  @Override
  public void command(int group, long attribute) {
    throw refused(group, attribute);
  }

  private static Access word(long attribute) {
    return new Access(attribute & OFFSET_MASK, Integer.BYTES);
  }

  private void require(int group, long attribute) {
    if (!hasAttribute(group, attribute)) {
      throw refused(group, attribute);
    }
  }

  private static HostException refused(int group, long attribute) {
    return new HostException(
        "the GICv3 in Java has no such attribute: group %d, attribute 0x%x"
            .formatted(group, attribute));
  }

  private Redistributor redistributor(long attribute) {
    return gic.at(new VcpuId(vcpu(attribute)));
  }

  /** The number of the vCPU whose affinity is in an attribute; -1 if it is nobody's. */
  private int vcpu(long attribute) {
    return gic.config().indexOf(attribute >>> GicV3Attributes.AFFINITY_SHIFT);
  }

  private long readShared(Access word) {
    if (isIn(word, GicdRegister.GICD_ICPENDR)) {
      return 0;
    }
    if (isIn(word, GicdRegister.GICD_ISPENDR)) {
      int within = (int) word.offset() - GicdRegister.GICD_ISPENDR.offset();
      return readField(gic.distributorFrame().spis(), InterruptField.LATCH, within);
    }
    return gic.distributor().read(word);
  }

  private void writeShared(Access word, int value) {
    if (isIn(word, GicdRegister.GICD_ICPENDR)) {
      return;
    }
    if (isIn(word, GicdRegister.GICD_ISPENDR)) {
      int within = (int) word.offset() - GicdRegister.GICD_ISPENDR.offset();
      writeField(gic.distributorFrame().spis(), InterruptField.LATCH, within, value);
    } else {
      write(gic.distributor(), word, value);
    }
  }

  private long readOwn(Redistributor redistributor, long attribute) {
    Access word = word(attribute);
    if (isIn(word, GicrRegister.GICR_ICPENDR0)) {
      return 0;
    }
    return isIn(word, GicrRegister.GICR_ISPENDR0)
        ? readField(redistributor.privates(), InterruptField.LATCH, 0)
        : redistributor.read(word);
  }

  private void writeOwn(Redistributor redistributor, long attribute, int value) {
    Access word = word(attribute);
    if (isIn(word, GicrRegister.GICR_ICPENDR0)) {
      return;
    }
    if (isIn(word, GicrRegister.GICR_ISPENDR0)) {
      writeField(redistributor.privates(), InterruptField.LATCH, 0, value);
    } else {
      write(redistributor, word, value);
    }
  }

  private int readLines(long attribute) {
    int first = (int) attribute & INTID_MASK;
    return first < Intid.SPIS
        ? (int) readField(redistributor(attribute).privates(), InterruptField.LINE, 0)
        : (int) readField(gic.distributorFrame().spis(), InterruptField.LINE, bytes(first));
  }

  private void writeLines(long attribute, int levels) {
    int first = (int) attribute & INTID_MASK;
    if (first < Intid.SPIS) {
      int ppis = levels & -1 << Intid.PPIS;
      writeField(redistributor(attribute).privates(), InterruptField.LINE, 0, ppis);
    } else {
      writeField(gic.distributorFrame().spis(), InterruptField.LINE, bytes(first), levels);
    }
  }

  private static int bytes(int firstSpi) {
    return (firstSpi - Intid.SPIS) / Byte.SIZE;
  }

  private long readField(InterruptBank bank, InterruptField field, int offset) {
    synchronized (gic) {
      return bank.read(field, offset, Integer.BYTES);
    }
  }

  private void writeField(InterruptBank bank, InterruptField field, int offset, int value) {
    synchronized (gic) {
      bank.write(field, offset, Integer.BYTES, Integer.toUnsignedLong(value));
      gic.update();
    }
  }

  private static void write(MmioDevice frame, Access word, int value) {
    frame.write(word, Integer.toUnsignedLong(value));
  }

  private static boolean isIn(Access word, GicRegister row) {
    return word.offset() >= row.offset() && word.offset() < row.offset() + row.length();
  }

  private static boolean isState(long attribute) {
    int encoding = (int) attribute & SYSTEM_REGISTER_MASK;
    return CpuInterfaceTransfer.STATE.stream().anyMatch(each -> each.id().encoding() == encoding);
  }

  private static IccRegister register(long attribute) {
    int encoding = (int) attribute & SYSTEM_REGISTER_MASK;
    return CpuInterfaceTransfer.STATE.stream()
        .filter(each -> each.id().encoding() == encoding)
        .findFirst()
        .orElseThrow();
  }
}
