package io.jvmm.vgic.v3;

import java.util.List;

/**
 * The registers of an ITS, as a value (Arm IHI 0069, 12.19). Its tables are in guest memory.
 *
 * @param ctlr GITS_CTLR
 * @param iidr GITS_IIDR, whose revision is that of the layout of the tables
 * @param cbaser GITS_CBASER
 * @param cwriter GITS_CWRITER
 * @param creadr GITS_CREADR
 * @param basers GITS_BASER0 to GITS_BASER7
 */
public record ItsState(
    long ctlr, long iidr, long cbaser, long cwriter, long creadr, List<Long> basers) {
  /** How many table registers there are. */
  public static final int BASERS = 8;

  /** Refuses another number of table registers than {@value #BASERS}. */
  public ItsState {
    basers = List.copyOf(basers);
    if (basers.size() != BASERS) {
      throw new IllegalArgumentException(
          "an ITS has %d table registers, not %d".formatted(BASERS, basers.size()));
    }
  }

  /** Two lines. */
  public String describe() {
    return "its: ctlr 0x%08x, iidr 0x%08x, cbaser 0x%x, cwriter 0x%x, creadr 0x%x\n"
            .formatted(ctlr, iidr, cbaser, cwriter, creadr)
        + "  tables: %s\n"
            .formatted(String.join(" ", basers.stream().map("0x%x"::formatted).toList()));
  }
}
