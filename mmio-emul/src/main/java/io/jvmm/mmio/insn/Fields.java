package io.jvmm.mmio.insn;

/**
 * An instruction word, taken apart by its encoding.
 *
 * @param word the instruction
 * @param pattern which bits are what
 */
public record Fields(int word, BitPattern pattern) {
  /** A field, unsigned. */
  public int get(char name) {
    return pattern.field(name, word);
  }

  /** A field in two's complement. */
  public long signed(char name) {
    return pattern.signedField(name, word);
  }

  /** Whether a field is not zero. */
  public boolean isSet(char name) {
    return get(name) != 0;
  }
}
