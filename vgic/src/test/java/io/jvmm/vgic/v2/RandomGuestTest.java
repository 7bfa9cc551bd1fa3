package io.jvmm.vgic.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.CpuInput;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.LevelIrq;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import io.jvmm.vmm.mmio.MmioWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guests that do anything at all: nothing throws, and what they see follows from the rules. */
class RandomGuestTest {
  private static final int PROCESSORS = 3;
  private static final int INTERRUPTS = 96;
  private static final int STEPS = 5_000;

  private final Guest guest = new Guest(PROCESSORS, INTERRUPTS);
  private final ReferenceGic reference = new ReferenceGic(PROCESSORS, INTERRUPTS);
  private final List<LevelIrq> lines = new ArrayList<>();
  private Random random = new Random(0);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatAGuestSeesFollowsFromTheRules(long seed) {
    random = new Random(seed);
    for (int id = 32; id < INTERRUPTS; id++) {
      lines.add(guest.gic.levelLine(new IntId(id)));
    }
    for (int step = 0; step < STEPS; step++) {
      step();
      for (int processor = 0; processor < PROCESSORS; processor++) {
        String when = "seed %d, step %d, processor %d".formatted(seed, step, processor);
        assertThat(guest.irq(processor)).as(when).isEqualTo(reference.irq(processor));
        assertThat(guest.fiq(processor)).as(when).isEqualTo(reference.fiq(processor));
        assertThat(guest.loadCpu(processor, Guest.RPR))
            .as(when)
            .isEqualTo(reference.runningPriority(processor));
      }
    }
    assertThat(guest.gic.statistics()).allMatch(each -> each.acknowledged() > 20);
  }

  private void step() {
    int processor = random.nextInt(PROCESSORS);
    int id = random.nextInt(INTERRUPTS);
    switch (random.nextInt(10)) {
      case 0 -> changeLine();
      case 1 -> changeBit(processor, id);
      case 2 -> changeByte(processor, id);
      case 3 -> changeTrigger(32 + random.nextInt(INTERRUPTS - 32));
      case 4 -> sendSgi(processor);
      case 5 -> changeInterface(processor);
      case 6, 7 -> acknowledge(processor);
      case 8 -> end(processor, id);
      default -> look(processor, id);
    }
  }

  private void changeLine() {
    int index = random.nextInt(lines.size());
    boolean level = random.nextBoolean();
    lines.get(index).set(level);
    reference.setLine(0, 32 + index, level);
  }

  private void changeBit(int processor, int id) {
    int offset = id / 32 * 4;
    int bit = 1 << id % 32;
    ReferenceGic.Interrupt each = reference.interrupt(processor, id);
    switch (random.nextInt(9)) {
      case 0, 1, 2 -> {
        guest.store(processor, Guest.ISENABLER + offset, bit);
        each.enabled = true;
      }
      case 3 -> {
        guest.store(processor, Guest.ICENABLER + offset, bit);
        each.enabled = false;
      }
      case 4 -> {
        guest.store(processor, Guest.ISPENDR + offset, bit);
        each.latch |= id >= 16;
      }
      case 5 -> {
        guest.store(processor, Guest.ICPENDR + offset, bit);
        each.latch = false;
      }
      case 6 -> {
        guest.store(processor, Guest.ISACTIVER + offset, bit);
        each.active = true;
      }
      case 7 -> {
        guest.store(processor, Guest.ICACTIVER + offset, bit);
        each.active = false;
      }
      default -> {
        int word = guest.load(processor, Guest.IGROUPR + offset);
        guest.store(processor, Guest.IGROUPR + offset, word ^ bit);
        each.group1 = !each.group1;
      }
    }
  }

  private void changeByte(int processor, int id) {
    int value = random.nextInt(256);
    if (random.nextBoolean()) {
      guest.storeByte(processor, Guest.IPRIORITYR + id, value);
      reference.interrupt(processor, id).priority = value & 0xf8;
    } else {
      guest.storeByte(processor, Guest.ITARGETSR + id, value);
      if (id >= 32) {
        reference.interrupt(processor, id).targets = value & 7;
      }
    }
  }

  private void changeTrigger(int id) {
    int offset = Guest.ICFGR + id / 16 * 4;
    guest.store(0, offset, guest.load(0, offset) ^ 2 << (id % 16 * 2));
    reference.interrupt(0, id).edge ^= true;
  }

  private void sendSgi(int processor) {
    int value = random.nextInt();
    if (random.nextBoolean()) {
      guest.store(processor, Guest.SGIR, value);
      reference.sendSgi(processor, value);
    } else {
      guest.storeByte(processor, Guest.CPENDSGIR + (value & 15), value >>> 8 & 0xff);
      reference.interrupt(processor, value & 15).senders &= ~(value >>> 8);
    }
  }

  private void changeInterface(int processor) {
    ReferenceGic.Interface self = reference.of(processor);
    int value = random.nextInt();
    switch (random.nextInt(6)) {
      case 0 -> {
        guest.store(processor, Guest.CTLR, value | random.nextInt(4));
        reference.forward(guest.load(processor, Guest.CTLR));
      }
      case 1 -> {
        guest.storeCpu(processor, Guest.CTLR, value | 3);
        self.control = (value & 0x21f) | 3;
      }
      case 2, 3 -> {
        guest.storeCpu(processor, Guest.PMR, value | 0x80);
        self.mask = (value | 0x80) & 0xf8;
      }
      case 4 -> {
        guest.storeCpu(processor, Guest.BPR, value);
        self.point = Math.max(2, value & 7);
      }
      default -> {
        guest.storeCpu(processor, Guest.ABPR, value);
        self.alias = Math.max(3, value & 7);
      }
    }
  }

  private void acknowledge(int processor) {
    boolean alias = random.nextInt(3) == 0;
    assertThat(guest.loadCpu(processor, alias ? Guest.AIAR : Guest.IAR))
        .isEqualTo(reference.acknowledge(processor, alias));
  }

  /** Ends an active interrupt if there is one, else any. */
  private void end(int processor, int any) {
    int id = any;
    for (int each = 0; each < INTERRUPTS; each++) {
      id = reference.interrupt(processor, each).active ? each : id;
    }
    boolean alias = random.nextBoolean();
    if (random.nextBoolean()) {
      guest.storeCpu(processor, Guest.DIR, id);
      reference.deactivate(processor, id);
    }
    guest.storeCpu(processor, alias ? Guest.AEOIR : Guest.EOIR, id);
    reference.end(processor, id, alias);
  }

  private void look(int processor, int id) {
    ReferenceGic.Interrupt each = reference.interrupt(processor, id);
    assertThat(guest.isPending(processor, id)).isEqualTo(each.pending());
    assertThat(guest.isActive(processor, id)).isEqualTo(each.active);
    assertThat(guest.loadByte(processor, Guest.IPRIORITYR + id)).isEqualTo(each.priority);
    assertThat(guest.loadByte(processor, Guest.ITARGETSR + id)).isEqualTo(each.targets);
    if (id < 16) {
      assertThat(guest.loadByte(processor, Guest.SPENDSGIR + id)).isEqualTo(each.senders);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 96, 1024})
  void anyAccessToAnyAddressIsAnswered(int interrupts) {
    Guest hostile = new Guest(8, interrupts);
    for (int step = 0; step < 50_000; step++) {
      MmioWindow window = hostile.gic.windows().get(random.nextInt(2));
      int width = 1 << random.nextInt(4);
      int offset = random.nextInt((int) window.range().size() / width) * width;
      any(window.device(), new Access(offset, width, random.nextInt(8)));
    }
    assertThat(hostile.vcpus)
        .noneMatch(v -> v.isAsserted(CpuInput.IRQ) && v.isAsserted(CpuInput.FIQ));
  }

  private void any(MmioDevice device, Access access) {
    if (!device.accepts(access)) {
      return;
    }
    device.write(access, random.nextLong() & -1L >>> (64 - access.width() * 8));
    long value = device.read(access);
    assertThat(value >>> (access.width() * 8 - 1) >>> 1).isZero();
  }
}
