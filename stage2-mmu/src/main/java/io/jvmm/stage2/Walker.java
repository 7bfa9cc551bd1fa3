package io.jvmm.stage2;

import io.jvmm.lpae.FaultKind;
import io.jvmm.lpae.TableMemory;
import io.jvmm.lpae.TableWalk;
import io.jvmm.stage2.Translation.Fault;
import io.jvmm.stage2.Translation.Mapped;

/**
 * Walks stage-2 tables as a processor does for a data access, with neither hardware update of the
 * access flag nor of dirty state (Arm ARM, shared pseudocode, AArch64.S2Translate). Whatever the
 * tables say, it ends, and with a value.
 *
 * @param config the shape of the address space
 * @param memory where the tables are
 * @param root the address of the initial lookup's first table
 */
public record Walker(Stage2Config config, TableMemory memory, long root) {
  /** Translates an address, taken as unsigned. */
  public Translation walk(long ipa, Stage2Access access) {
    if (!config.hasInput(ipa)) {
      return new Fault(FaultKind.TRANSLATION, 0);
    }
    TableWalk walk = new TableWalk(config.format(), config.outputBits(), memory);
    return switch (walk.walk(root, config.startLevel(), ipa)) {
      case TableWalk.Fault(FaultKind kind, int level) -> new Fault(kind, level);
      case TableWalk.Leaf leaf -> checked(leaf, access);
    };
  }

  private Translation checked(TableWalk.Leaf leaf, Stage2Access access) {
    Stage2Attributes attributes = Stage2Attributes.of(leaf.descriptor(), config.format());
    if (!attributes.accessed()) {
      return new Fault(FaultKind.ACCESS_FLAG, leaf.level());
    }
    if (!attributes.permissions().allow(access)) {
      return new Fault(FaultKind.PERMISSION, leaf.level());
    }
    long size = config.granule().entrySize(leaf.level());
    return new Mapped(leaf.output(), leaf.level(), attributes, size);
  }
}
