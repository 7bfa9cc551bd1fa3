package io.jvmm.it.stage2;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.jvmm.lpae.Granule;
import io.jvmm.lpae.TableFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Stage-1 tables that a hostile guest could have written, in a machine's RAM; registers to go with
 * them; and addresses that are worth a look. Tables lie where there is RAM, since an external abort
 * on a walk is an exception and leaves nothing in PAR_EL1.
 */
final class RandomStage1 {
  /** One memory type of each kind. */
  static final long MAIR = 0xf4_ff_bb_44_0c_08_04_00L;

  private static final List<Granule> GRANULES = List.of(Granule.values());
  private static final int[] OUTPUT_SIZES = {32, 36, 40, 42, 44, 48, 52};
  private static final int USED_ENTRIES = 24;
  private static final int MOST_TABLES = 60;
  private static final long TABLE_ATTRIBUTES = 0b11111L << 59;
  private static final long LEAF_ATTRIBUTES = 0b1111L << 51 | 0b1111_1111L << 2 | 1 << 11;
  private static final long ACCESS_FLAG = 1 << 10;

  private final TranslatingMachine machine;
  private final Random random;
  private final boolean reservedBlocks;
  private final List<Long> addresses = new ArrayList<>();
  private final boolean wide;
  private final int outputSize;
  private int tables;
  private long tcr;

  /**
   * Makes the part of the registers that both halves share.
   *
   * @param reservedBlocks whether blocks may be where the architecture has none
   */
  RandomStage1(TranslatingMachine machine, long seed, boolean reservedBlocks) {
    this.machine = machine;
    this.random = new Random(seed);
    this.reservedBlocks = reservedBlocks;
    this.wide = random.nextBoolean();
    this.outputSize = random.nextInt(OUTPUT_SIZES.length);
    // DS, HPD1, HPD0, TBI1, TBI0, IPS
    this.tcr = wide ? 1L << 59 : 0;
    this.tcr |= (random.nextLong() & 0b110_0110L << 36) | (long) outputSize << 32;
  }

  /** Tables for both halves of the address space, and everything that points to them. */
  Regime regime() {
    return Regime.ofStage1(half(false), half(true), tcr, MAIR);
  }

  /** As many as asked for. */
  List<Long> addresses(int count) {
    while (addresses.size() < count) {
      long near = addresses.get(random.nextInt(addresses.size()));
      addresses.add(
          switch (random.nextInt(4)) {
            case 0 -> random.nextLong() >> random.nextInt(64);
            case 1 -> near ^ 1L << random.nextInt(64);
            case 2 -> near ^ random.nextLong() << 56; // another tag
            default -> near ^ random.nextInt(1 << 16);
          });
    }
    return addresses.subList(0, count);
  }

  /** Makes one half; its part of TCR_EL1, and the value of its TTBR. */
  private long half(boolean upper) {
    Granule granule = GRANULES.get(random.nextInt(3));
    boolean large = wide || granule == Granule.SIZE_64K;
    int inputBits = large ? random.nextInt(16, 54) : random.nextInt(16, 50);
    TableFormat format = new TableFormat(granule, large);
    long size = (long) Long.SIZE - inputBits;
    long disabled = random.nextInt(8) == 0 ? 1 << 7 : 0; // EPD
    long tg = upper ? tg1(granule) : granule.tg0();
    tcr |= (size | disabled) << (upper ? 16 : 0) | tg << (upper ? 30 : 14);
    int bits = Math.min(inputBits, large ? 52 : 48);
    int level = 3 - (bits - 1 - granule.pageBits()) / granule.levelBits();
    long base = upper ? -1L << inputBits : 0;
    long asid = random.nextLong() << 48;
    return asid | table(format, level, base, 1 << (bits - granule.entryBits(level)));
  }

  private static int tg1(Granule granule) {
    return switch (granule) {
      case SIZE_4K -> 0b10;
      case SIZE_16K -> 0b01;
      case SIZE_64K -> 0b11;
    };
  }

  /** Makes a table and those below it, the first entry of which describes {@code base}. */
  private long table(TableFormat format, int level, long base, int entries) {
    tables++;
    long size = format.granule().pageSize();
    long table = machine.allocate(size, size);
    for (int i = 0; i < USED_ENTRIES; i++) {
      int index = i == 0 ? 0 : i == 1 ? entries - 1 : random.nextInt(entries);
      long address = base + index * format.granule().entrySize(level);
      machine.at(table, size).setAtIndex(JAVA_LONG, index, entry(format, level, address));
      for (int sample = 0; sample < 4; sample++) {
        addresses.add(address + random.nextLong(format.granule().entrySize(level)));
      }
    }
    return table;
  }

  private long entry(TableFormat format, int level, long address) {
    int kind = random.nextInt(8);
    if (kind == 0) {
      return random.nextLong() & ~1;
    }
    if (level < Granule.LAST_LEVEL && kind < 5 && tables < MOST_TABLES) {
      long below = table(format, level + 1, address, format.granule().entries());
      return format.table(below) | (random.nextLong() & TABLE_ATTRIBUTES) | tooWide();
    }
    return level < format.firstBlockLevel() && !reservedBlocks ? 0 : leaf(format, level);
  }

  /** An address bit that outputs have not got, now and then. */
  private long tooWide() {
    int bits = OUTPUT_SIZES[outputSize];
    return bits < 48 && random.nextInt(16) == 0 ? 1L << random.nextInt(bits, 48) : 0;
  }

  private long leaf(TableFormat format, int level) {
    boolean lpa = format.granule() == Granule.SIZE_64K;
    int bits = random.nextInt(4) == 0 ? 48 : OUTPUT_SIZES[outputSize];
    int most = format.wide() && !(lpa && bits < 52) ? 52 : 48;
    long output = random.nextLong() & (1L << Math.min(bits, most)) - 1;
    long attributes = random.nextLong() & LEAF_ATTRIBUTES;
    if (!format.hasShareability()) {
      attributes &= ~(0b11L << 8);
    }
    long accessed = random.nextInt(8) == 0 ? 0 : ACCESS_FLAG;
    return format.leaf(level, output & -format.granule().entrySize(level), attributes | accessed);
  }
}
