package io.jvmm.mmio.insn;

/**
 * A row of the decode table.
 *
 * @param page the instruction's page in the Arm ARM (DDI 0487): {@code C6.2 LDP}
 * @param form which of the page's forms: {@code post-index}
 * @param pattern its bits
 * @param decoder what its fields mean
 */
public record Encoding(String page, String form, BitPattern pattern, Decoder decoder) {
  /** Gives an encoding's fields their meaning. */
  @FunctionalInterface
  public interface Decoder {
    /** What the instruction does. */
    Decoded decode(Fields fields);
  }

  /** A row with its pattern drawn as {@link BitPattern} says. */
  static Encoding of(String page, String form, String pattern, Decoder decoder) {
    return new Encoding(page, form, new BitPattern(pattern), decoder);
  }

  /** What a word of this encoding does. */
  public Decoded decode(int word) {
    return decoder.decode(new Fields(word, pattern));
  }

  @Override
  public String toString() {
    return page + ", " + form;
  }
}
