package io.jvmm.stage2;

import io.jvmm.stage2.Translation.Fault;
import io.jvmm.stage2.Translation.Fault.Kind;
import io.jvmm.stage2.Translation.Mapped;

/**
 * Walks stage-2 tables as a processor does for a data access, with neither hardware update of the
 * access flag nor of dirty state (Arm ARM, J1.3, AArch64.S2Translate).
 */
record Walker(Stage2Config config, TablePool pool) {
  /** Translates an address, taken as unsigned. */
  Translation walk(long ipa, Stage2Access access) {
    if (!config.hasInput(ipa)) {
      return new Fault(Kind.TRANSLATION, 0);
    }
    int level = config.startLevel();
    long index = ipa >>> Granule.entryBits(level);
    Descriptor entry = pool.read(TablePool.ROOT + index * Long.BYTES);
    while (entry.kind(level) == Descriptor.Kind.TABLE && config.hasOutput(entry.nextTable())) {
      level++;
      index = ipa >>> Granule.entryBits(level) & (Granule.ENTRIES - 1);
      entry = pool.read(entry.nextTable() + index * Long.BYTES);
    }
    return switch (entry.kind(level)) {
      case INVALID -> new Fault(Kind.TRANSLATION, level);
      case TABLE -> new Fault(Kind.ADDRESS_SIZE, level);
      case LEAF -> leaf(entry, level, ipa, access);
    };
  }

  private Translation leaf(Descriptor leaf, int level, long ipa, Stage2Access access) {
    long size = Granule.entrySize(level);
    long output = leaf.output(level);
    if (!config.hasOutput(output)) {
      return new Fault(Kind.ADDRESS_SIZE, level);
    }
    Stage2Attributes attributes = leaf.attributes();
    if (!attributes.accessed()) {
      return new Fault(Kind.ACCESS_FLAG, level);
    }
    if (!attributes.permissions().allow(access)) {
      return new Fault(Kind.PERMISSION, level);
    }
    return new Mapped(output | (ipa & (size - 1)), level, attributes, size);
  }
}
