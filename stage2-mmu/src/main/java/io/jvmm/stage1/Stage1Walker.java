package io.jvmm.stage1;

import io.jvmm.lpae.FaultKind;
import io.jvmm.lpae.TableMemory;
import io.jvmm.lpae.TableWalk;
import io.jvmm.stage1.Stage1Translation.Fault;
import io.jvmm.stage1.Stage1Translation.Translated;

/**
 * Translates virtual addresses of EL1 and EL0 as a processor does for a load at EL1 (Arm ARM,
 * shared pseudocode, AArch64.S1Translate). It changes nothing: access flags that the processor
 * would set count as set. Not modelled: FEAT_D128, permission indirection and overlays (TCR2_EL1),
 * and HCR_EL2.DC, which KVM's guests do not see. Whatever the tables say, it ends, and with a
 * value.
 *
 * @param registers which tables, and how to read them
 * @param memory where the tables are, by guest-physical address
 */
public record Stage1Walker(Stage1Registers registers, TableMemory memory) {
  private static final long ACCESS_FLAG = 1L << 10;

  /** Translates an address, tag and all. */
  public Stage1Translation translate(long virtualAddress) {
    AddressHalf half = registers.halfOf(virtualAddress);
    if (!registers.isEnabled()) {
      return untranslated(half.zeroTagged(virtualAddress));
    }
    if (!half.isWalkable() || !half.contains(virtualAddress)) {
      return new Fault(FaultKind.TRANSLATION, 0);
    }
    long input = virtualAddress & (1L << half.inputBits()) - 1;
    TableWalk walk = new TableWalk(half.format(), half.outputBits(), this::descriptor);
    return switch (walk.walk(half.root(), half.startLevel(), input)) {
      case TableWalk.Fault(FaultKind kind, int level) -> new Fault(kind, level);
      case TableWalk.Leaf leaf -> checked(leaf, half);
    };
  }

  /** Without translation an address stands for itself: AArch64.S1DisabledOutput. */
  private Stage1Translation untranslated(long address) {
    return address >>> registers.physicalBits() == 0
        ? new Translated(address, 0, PageAttributes.UNTRANSLATED)
        : new Fault(FaultKind.ADDRESS_SIZE, 0);
  }

  private static Stage1Translation checked(TableWalk.Leaf leaf, AddressHalf half) {
    if ((leaf.descriptor() & ACCESS_FLAG) == 0 && !half.setsAccessFlags()) {
      return new Fault(FaultKind.ACCESS_FLAG, leaf.level());
    }
    long tables = half.hasHierarchicalAttributes() ? leaf.tables() : 0;
    PageAttributes attributes = PageAttributes.of(leaf.descriptor(), tables, half.setsDirtyState());
    return new Translated(leaf.output(), leaf.level(), attributes);
  }

  private long descriptor(long address) {
    long value = memory.read(address);
    return registers.isBigEndian() ? Long.reverseBytes(value) : value;
  }
}
