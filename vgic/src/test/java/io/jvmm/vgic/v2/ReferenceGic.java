package io.jvmm.vgic.v2;

import java.util.ArrayList;
import java.util.List;

/**
 * The architecture's rules, interrupt by interrupt and without a thought for speed: what {@link
 * EmulatedGicV2} is compared with. Nothing is shared with it.
 */
final class ReferenceGic {
  private final int processors;
  private final List<List<Interrupt>> interrupts = new ArrayList<>(); // by processor, by INTID
  private final List<Interface> interfaces = new ArrayList<>();
  private int forwarded;

  static final class Interrupt {
    boolean group1;
    boolean enabled;
    boolean edge;
    boolean latch;
    boolean line;
    boolean active;
    int priority;
    int targets;
    int senders;

    boolean pending() {
      return latch || senders != 0 || (!edge && line);
    }
  }

  static final class Interface {
    int control;
    int mask;
    int point = 2;
    int alias = 3;
    final List<Integer> running = new ArrayList<>(); // group priorities, most urgent last
  }

  ReferenceGic(int processors, int count) {
    this.processors = processors;
    List<Interrupt> shared = new ArrayList<>();
    for (int id = 32; id < count; id++) {
      shared.add(new Interrupt());
    }
    for (int processor = 0; processor < processors; processor++) {
      List<Interrupt> seen = new ArrayList<>();
      for (int id = 0; id < 32; id++) {
        Interrupt each = new Interrupt();
        each.enabled = id < 16;
        each.edge = id < 16;
        each.targets = 1 << processor;
        seen.add(each);
      }
      seen.addAll(shared);
      interrupts.add(seen);
      interfaces.add(new Interface());
    }
  }

  Interrupt interrupt(int processor, int id) {
    return interrupts.get(processor).get(id);
  }

  Interface of(int processor) {
    return interfaces.get(processor);
  }

  void forward(int groups) {
    forwarded = groups & 3;
  }

  void setLine(int processor, int id, boolean level) {
    Interrupt each = interrupt(processor, id);
    each.latch |= each.edge && level && !each.line;
    each.line = level;
  }

  void sendSgi(int from, int written) {
    for (int to = 0; to < processors; to++) {
      boolean reached =
          switch (written >>> 24 & 3) {
            case 0 -> (written >>> (16 + to) & 1) != 0;
            case 1 -> to != from;
            case 2 -> to == from;
            default -> false;
          };
      interrupt(to, written & 15).senders |= reached ? 1 << from : 0;
    }
  }

  /** The INTID of the most urgent deliverable interrupt, or 1023. */
  int highest(int processor) {
    int best = 1023;
    for (int id = interrupts.get(processor).size() - 1; id >= 0; id--) {
      Interrupt each = interrupt(processor, id);
      boolean groupOn = (forwarded & of(processor).control & (each.group1 ? 2 : 1)) != 0;
      boolean candidate = each.pending() && each.enabled && !each.active && groupOn;
      if (candidate
          && (each.targets >>> processor & 1) != 0
          && (best == 1023 || each.priority <= interrupt(processor, best).priority)) {
        best = id;
      }
    }
    return best;
  }

  /** The INTID that interrupts the processor, or 1023. */
  int signalled(int processor) {
    int id = highest(processor);
    Interface self = of(processor);
    boolean taken =
        id != 1023
            && interrupt(processor, id).priority < self.mask
            && groupPriority(processor, id) < runningPriority(processor);
    return taken ? id : 1023;
  }

  private int groupPriority(int processor, int id) {
    Interrupt each = interrupt(processor, id);
    Interface self = of(processor);
    boolean aliased = each.group1 && (self.control >>> 4 & 1) == 0;
    int dropped = aliased ? self.alias : self.point + 1;
    return each.priority >>> dropped << dropped;
  }

  int runningPriority(int processor) {
    List<Integer> running = of(processor).running;
    return running.isEmpty() ? 0xff : running.getLast();
  }

  boolean irq(int processor) {
    int id = signalled(processor);
    return id != 1023 && !fiq(processor);
  }

  boolean fiq(int processor) {
    int id = signalled(processor);
    boolean fiqEn = (of(processor).control >>> 3 & 1) != 0;
    return id != 1023 && fiqEn && !interrupt(processor, id).group1;
  }

  int acknowledge(int processor, boolean alias) {
    int id = signalled(processor);
    if (id == 1023 || !serves(processor, id, alias)) {
      return id == 1023 || alias ? 1023 : 1022;
    }
    Interrupt each = interrupt(processor, id);
    of(processor).running.add(groupPriority(processor, id));
    each.active = true;
    if (id < 16) {
      int sender = Integer.numberOfTrailingZeros(each.senders);
      each.senders &= ~(1 << sender);
      return id | sender << 10;
    }
    each.latch = false;
    return id;
  }

  private boolean serves(int processor, int id, boolean alias) {
    boolean ackCtl = (of(processor).control >>> 2 & 1) != 0;
    boolean group1 = interrupt(processor, id).group1;
    return alias ? group1 : !group1 || ackCtl;
  }

  void end(int processor, int written, boolean alias) {
    int id = written & 0x3ff;
    if (id >= interrupts.get(processor).size() || !serves(processor, id, alias)) {
      return;
    }
    if (!of(processor).running.isEmpty()) {
      of(processor).running.removeLast();
    }
    if ((of(processor).control >>> 9 & 1) == 0) {
      interrupt(processor, id).active = false;
    }
  }

  void deactivate(int processor, int written) {
    int id = written & 0x3ff;
    if (id < interrupts.get(processor).size() && (of(processor).control >>> 9 & 1) != 0) {
      interrupt(processor, id).active = false;
    }
  }
}
