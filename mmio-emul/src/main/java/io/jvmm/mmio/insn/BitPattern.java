package io.jvmm.mmio.insn;

import java.util.Map;
import java.util.TreeMap;

/**
 * The encoding of an instruction, drawn as the manual draws it: 32 characters from bit 31 to bit 0.
 * {@code 0} and {@code 1} are fixed bits, a letter names a field by all of its bits, {@code .} is a
 * bit that does not matter; spaces are for the reader.
 */
public final class BitPattern {
  private static final int BITS = 32;

  private final String text;
  private final int mask;
  private final int value;
  private final Map<Character, Field> fields = new TreeMap<>();

  private record Field(int shift, int width) {
    Field upTo(int bit) {
      if (bit != shift + width) {
        throw new IllegalArgumentException("a field's bits are to stand together");
      }
      return new Field(shift, width + 1);
    }
  }

  /**
   * Reads a drawing.
   *
   * @throws IllegalArgumentException if it has not 32 bits, or a field has gaps
   */
  public BitPattern(String drawing) {
    text = drawing;
    String bits = drawing.replace(" ", "");
    if (bits.length() != BITS) {
      throw new IllegalArgumentException("%s: %d bits".formatted(drawing, bits.length()));
    }
    for (int bit = 0; bit < BITS; bit++) {
      char character = bits.charAt(BITS - 1 - bit);
      if (Character.isLetter(character)) {
        Field begun = fields.get(character);
        fields.put(character, begun == null ? new Field(bit, 1) : begun.upTo(bit));
      }
    }
    mask = word(bits.replaceAll("[01]", "#"), '#');
    value = word(bits, '1');
  }

  private static int word(String bits, char one) {
    int word = 0;
    for (int i = 0; i < BITS; i++) {
      word = word << 1 | (bits.charAt(i) == one ? 1 : 0);
    }
    return word;
  }

  /** The fixed bits. */
  public int mask() {
    return mask;
  }

  /** What the fixed bits are; zero elsewhere. */
  public int value() {
    return value;
  }

  /** Whether an instruction word has the fixed bits. */
  public boolean matches(int word) {
    return (word & mask) == value;
  }

  /** A field of an instruction word, unsigned. */
  public int field(char name, int word) {
    Field field = require(name);
    return word >>> field.shift() & ((1 << field.width()) - 1);
  }

  /** A field of an instruction word, in two's complement. */
  public int signedField(char name, int word) {
    Field field = require(name);
    int above = BITS - field.shift() - field.width();
    return word << above >> (BITS - field.width());
  }

  /** An instruction word with another value in a field. */
  public int with(char name, int content, int word) {
    Field field = require(name);
    int bits = ((1 << field.width()) - 1) << field.shift();
    return (word & ~bits) | (content << field.shift() & bits);
  }

  private Field require(char name) {
    Field field = fields.get(name);
    if (field == null) {
      throw new IllegalArgumentException("%s has no field %c".formatted(text, name));
    }
    return field;
  }

  /** The drawing. */
  @Override
  public String toString() {
    return text;
  }
}
