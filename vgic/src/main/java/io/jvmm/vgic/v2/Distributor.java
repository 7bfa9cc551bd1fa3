package io.jvmm.vgic.v2;

import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import io.jvmm.vmm.mmio.RegisterMap;
import java.util.Objects;
import java.util.function.ObjIntConsumer;

/**
 * The distributor as software sees it (Arm IHI 0048B, 4.3): which interrupts are enabled, pending,
 * active, how urgent they are, and where they go. Not safe for use by several threads.
 */
final class Distributor implements MmioDevice {
  private static final RegisterMap<DistributorRegister> REGISTERS =
      RegisterMap.of(DistributorRegister.class);

  private static final int WORD = 4;
  private static final int GROUPS = 3;
  private static final int CONFIGURED_BY_WORD = 16; // interrupts, two bits each
  private static final int CPU_NUMBER_SHIFT = 5;

  /** Product J, variant and revision 0, JEP106 code of Arm (4.3.3). */
  private static final int IIDR = 0x4a << 24 | 0x43b;

  /** Bytes of the identification registers, by word (4.3.18): 0x2 in ICPIDR2 is GICv2. */
  private static final int[] PERIPHERAL_ID_4 = {0x04, 0, 0, 0};

  private static final int[] PERIPHERAL_ID_0 = {0x4a, 0xb0, 0x2b, 0};
  private static final int[] COMPONENT_ID = {0x0d, 0xf0, 0x05, 0xb1};

  private final InterruptTable table;
  private final SgiSender sender;

  Distributor(InterruptTable table, SgiSender sender) {
    this.table = table;
    this.sender = sender;
  }

  @Override
  public String name() {
    return "gicd";
  }

  @Override
  public boolean accepts(Access access) {
    return REGISTERS.find(access) != null;
  }

  @Override
  public long read(Access access) {
    DistributorRegister register = Objects.requireNonNull(REGISTERS.find(access));
    return Integer.toUnsignedLong(value(register, access));
  }

  private int value(DistributorRegister register, Access access) {
    int word = wordOf(register, access);
    return switch (register) {
      case GICD_CTLR -> table.forwardedGroups();
      case GICD_TYPER -> type();
      case GICD_IIDR -> IIDR;
      case GICD_IGROUPR -> bank(access, word).group;
      case GICD_ISENABLER, GICD_ICENABLER -> bank(access, word).enabled;
      case GICD_ISPENDR, GICD_ICPENDR -> bank(access, word).pending();
      case GICD_ISACTIVER, GICD_ICACTIVER -> bank(access, word).active;
      case GICD_ICFGR -> configuration(access, word);
      case GICD_IPRIORITYR -> bytes(register, access, Distributor::priority);
      case GICD_ITARGETSR -> bytes(register, access, Distributor::targets);
      case GICD_CPENDSGIR, GICD_SPENDSGIR -> bytes(register, access, Distributor::senders);
      case GICD_NSACR, GICD_SGIR -> 0;
      case ICPIDR4 -> PERIPHERAL_ID_4[word];
      case ICPIDR0 -> PERIPHERAL_ID_0[word];
      case ICCIDR0 -> COMPONENT_ID[word];
    };
  }

  @Override
  public void write(Access access, long value) {
    DistributorRegister register = Objects.requireNonNull(REGISTERS.find(access));
    int bits = (int) value;
    switch (register) {
      case GICD_CTLR -> table.forwardGroups(bits & GROUPS);
      case GICD_SGIR -> sender.send(access.vcpu(), bits);
      case GICD_IGROUPR -> change(register, access, bits, InterruptBank::setGroup);
      case GICD_ISENABLER -> change(register, access, bits, InterruptBank::enable);
      case GICD_ICENABLER -> change(register, access, bits, InterruptBank::disable);
      case GICD_ISPENDR -> change(register, access, bits, InterruptBank::makePending);
      case GICD_ICPENDR -> change(register, access, bits, InterruptBank::endPending);
      case GICD_ISACTIVER -> change(register, access, bits, InterruptBank::activate);
      case GICD_ICACTIVER -> change(register, access, bits, InterruptBank::deactivate);
      case GICD_ICFGR -> configure(access, wordOf(register, access), bits);
      case GICD_IPRIORITYR -> setBytes(register, access, bits, Distributor::setPriority);
      case GICD_ITARGETSR -> setBytes(register, access, bits, Distributor::setTargets);
      case GICD_CPENDSGIR -> setBytes(register, access, bits, Distributor::removeSenders);
      case GICD_SPENDSGIR -> setBytes(register, access, bits, Distributor::addSenders);
      case GICD_TYPER, GICD_IIDR, GICD_NSACR, ICPIDR4, ICPIDR0, ICCIDR0 -> {}
    }
  }

  private static int wordOf(DistributorRegister register, Access access) {
    return ((int) access.offset() - register.offset()) / WORD;
  }

  private InterruptBank bank(Access access, int n) {
    return table.bank(access.vcpu(), n);
  }

  private int type() {
    int lines = table.interrupts() / InterruptBank.SIZE - 1;
    return lines | (table.processors() - 1) << CPU_NUMBER_SHIFT;
  }

  // ---- a bit for each interrupt (4.3.4 to 4.3.10) ----

  private void change(
      DistributorRegister register, Access access, int bits, ObjIntConsumer<InterruptBank> what) {
    InterruptBank bank = bank(access, wordOf(register, access));
    what.accept(bank, bits & bank.implemented);
    table.changed(bank);
  }

  // ---- two bits for each interrupt, of which the upper one counts (4.3.13) ----

  private int configuration(Access access, int word) {
    int edge = bank(access, word / 2).edge >>> shiftOf(word);
    int value = 0;
    for (int i = 0; i < CONFIGURED_BY_WORD; i++) {
      value |= (edge >>> i & 1) << (2 * i + 1);
    }
    return value;
  }

  private void configure(Access access, int word, int value) {
    InterruptBank bank = bank(access, word / 2);
    if (bank.first == 0) {
      return;
    }
    int edge = 0;
    for (int i = 0; i < CONFIGURED_BY_WORD; i++) {
      edge |= (value >>> (2 * i + 1) & 1) << i;
    }
    int field = SoftwareInterrupts.ALL << shiftOf(word);
    bank.edge = (bank.edge & ~field) | (edge << shiftOf(word) & bank.implemented);
    table.changed(bank);
  }

  private static int shiftOf(int word) {
    return word % 2 * CONFIGURED_BY_WORD;
  }

  // ---- a byte for each interrupt (4.3.11, 4.3.12, 4.3.16, 4.3.17) ----

  private interface ByteReader {
    int read(Distributor distributor, int processor, int intId);
  }

  private interface ByteWriter {
    void write(Distributor distributor, int processor, int intId, int value);
  }

  private int bytes(DistributorRegister register, Access access, ByteReader field) {
    int first = (int) access.offset() - register.offset();
    int value = 0;
    for (int i = 0; i < access.width(); i++) {
      value |= field.read(this, access.vcpu(), first + i) << (i * Byte.SIZE);
    }
    return value;
  }

  private void setBytes(DistributorRegister register, Access access, int value, ByteWriter field) {
    int first = (int) access.offset() - register.offset();
    for (int i = 0; i < access.width(); i++) {
      field.write(this, access.vcpu(), first + i, value >>> (i * Byte.SIZE) & 0xff);
    }
    table.changed(table.bankOf(access.vcpu(), first));
  }

  private int priority(int processor, int intId) {
    return table.bankOf(processor, intId).priority(intId % InterruptBank.SIZE);
  }

  private void setPriority(int processor, int intId, int value) {
    table.bankOf(processor, intId).setPriority(intId % InterruptBank.SIZE, value);
  }

  private int targets(int processor, int intId) {
    return table.processors() == 1
        ? 0
        : table.bankOf(processor, intId).targets(intId % InterruptBank.SIZE);
  }

  private void setTargets(int processor, int intId, int targets) {
    InterruptBank bank = table.bankOf(processor, intId);
    if (bank.first != 0 && table.processors() > 1) {
      bank.setTargets(intId % InterruptBank.SIZE, targets);
    }
  }

  private int senders(int processor, int sgi) {
    return table.sgis(processor).senders(sgi);
  }

  private void removeSenders(int processor, int sgi, int senders) {
    table.sgis(processor).remove(sgi, senders);
  }

  private void addSenders(int processor, int sgi, int senders) {
    table.sgis(processor).add(sgi, senders & table.everyone());
  }
}
