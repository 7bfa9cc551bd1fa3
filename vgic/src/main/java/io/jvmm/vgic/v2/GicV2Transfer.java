package io.jvmm.vgic.v2;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a GICv2's state out of its registers, and puts it back. */
public final class GicV2Transfer {
  private static final int WORD = 4;
  private static final int PRIVATE = 32;
  private static final int NOT_SGIS = 0xffff_0000;

  /** In the order of restoring: what delivers interrupts comes last. */
  private static final List<Row> BY_INTERRUPT =
      List.of(
          new Row(DistributorRegister.GICD_IGROUPR, 1),
          new Row(DistributorRegister.GICD_ICFGR, 2),
          new Row(DistributorRegister.GICD_IPRIORITYR, 8),
          new Row(DistributorRegister.GICD_ITARGETSR, 8),
          new Row(DistributorRegister.GICD_ISPENDR, 1, DistributorRegister.GICD_ICPENDR),
          new Row(DistributorRegister.GICD_ISACTIVER, 1, DistributorRegister.GICD_ICACTIVER),
          new Row(DistributorRegister.GICD_ISENABLER, 1, DistributorRegister.GICD_ICENABLER));

  private static final List<CpuInterfaceRegister> OF_INTERFACE =
      List.of(
          CpuInterfaceRegister.GICC_PMR,
          CpuInterfaceRegister.GICC_BPR,
          CpuInterfaceRegister.GICC_ABPR,
          CpuInterfaceRegister.GICC_APR0,
          CpuInterfaceRegister.GICC_NSAPR0,
          CpuInterfaceRegister.GICC_CTLR);

  /**
   * A register array with some bits for each interrupt.
   *
   * @param clear the array in which a 1 takes back what a 1 in this one does; itself if a store
   *     replaces what was there
   */
  private record Row(DistributorRegister register, int bits, DistributorRegister clear) {
    Row(DistributorRegister register, int bits) {
      this(register, bits, register);
    }

    boolean isSetAndClear() {
      return clear != register;
    }
  }

  private final GicV2Registers registers;
  private final int processors;
  private final int interrupts;

  /**
   * For a GIC of a given size.
   *
   * @param interrupts how many INTIDs it has, with SGIs and PPIs
   */
  public GicV2Transfer(GicV2Registers registers, int processors, int interrupts) {
    this.registers = registers;
    this.processors = processors;
    this.interrupts = interrupts;
  }

  /** Its state. */
  public GicV2State save() {
    Map<String, List<Integer>> shared = new HashMap<>();
    shared.put("GICD_CTLR", List.of(registers.distributor(0, 0)));
    for (Row row : BY_INTERRUPT) {
      shared.put(row.register.name(), load(row, 0, PRIVATE, interrupts));
    }
    List<Map<String, List<Integer>>> own = new ArrayList<>();
    for (int processor = 0; processor < processors; processor++) {
      own.add(saveProcessor(processor));
    }
    return new GicV2State(interrupts, shared, own);
  }

  private Map<String, List<Integer>> saveProcessor(int processor) {
    Map<String, List<Integer>> own = new HashMap<>();
    for (Row row : BY_INTERRUPT) {
      own.put(row.register.name(), load(row, processor, 0, PRIVATE));
    }
    own.put("GICD_SPENDSGIR", load(senders(), processor, 0, SoftwareInterrupts.COUNT));
    for (CpuInterfaceRegister each : OF_INTERFACE) {
      own.put(each.name(), List.of(registers.cpuInterface(processor, each.offset())));
    }
    return own;
  }

  private List<Integer> load(Row row, int processor, int from, int to) {
    List<Integer> words = new ArrayList<>();
    for (int at = offset(row, from); at < offset(row, to); at += WORD) {
      words.add(registers.distributor(processor, row.register.offset() + at));
    }
    return words;
  }

  /**
   * Makes it what it was.
   *
   * @throws IllegalArgumentException if the state is of a GIC of another size
   */
  public void restore(GicV2State saved) {
    if (saved.interrupts() != interrupts || saved.processors().size() != processors) {
      throw new IllegalArgumentException(
          "the state of a GICv2 with %d interrupts and %d vCPUs does not fit one with %d and %d"
              .formatted(saved.interrupts(), saved.processors().size(), interrupts, processors));
    }
    registers.setDistributor(0, 0, 0);
    for (Row row : BY_INTERRUPT) {
      store(row, 0, PRIVATE, words(saved.shared(), row.register.name()));
    }
    for (int processor = 0; processor < processors; processor++) {
      restoreProcessor(processor, saved.processors().get(processor));
    }
    registers.setDistributor(0, 0, words(saved.shared(), "GICD_CTLR").getFirst());
  }

  private void restoreProcessor(int processor, Map<String, List<Integer>> own) {
    for (Row row : BY_INTERRUPT) {
      store(row, processor, 0, words(own, row.register.name()));
    }
    store(senders(), processor, 0, words(own, "GICD_SPENDSGIR"));
    for (CpuInterfaceRegister each : OF_INTERFACE) {
      registers.setCpuInterface(processor, each.offset(), words(own, each.name()).getFirst());
    }
  }

  private void store(Row row, int processor, int from, List<Integer> words) {
    int at = offset(row, from);
    for (int word : words) {
      if (row.isSetAndClear()) {
        registers.setDistributor(processor, row.clear.offset() + at, -1);
      }
      registers.setDistributor(processor, row.register.offset() + at, settable(row, at, word));
      at += WORD;
    }
  }

  /** SGIs become pending by their senders only, yet KVM would make up a sender (4.3.7). */
  private static int settable(Row row, int at, int word) {
    return row.register == DistributorRegister.GICD_ISPENDR && at == 0 ? word & NOT_SGIS : word;
  }

  private static Row senders() {
    return new Row(
        DistributorRegister.GICD_SPENDSGIR, Byte.SIZE, DistributorRegister.GICD_CPENDSGIR);
  }

  private static int offset(Row row, int intId) {
    return intId * row.bits / Byte.SIZE;
  }

  private static List<Integer> words(Map<String, List<Integer>> registers, String name) {
    List<Integer> words = registers.get(name);
    if (words == null || words.isEmpty()) {
      throw new IllegalArgumentException("the state of a GICv2 lacks " + name);
    }
    return words;
  }
}
