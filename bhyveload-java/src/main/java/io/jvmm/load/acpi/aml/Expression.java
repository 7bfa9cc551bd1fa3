package io.jvmm.load.acpi.aml;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.UUID;

/** What has a value: data objects, names, and operators on them (ACPI 6.6, 20.2.2 to 20.2.5). */
public sealed interface Expression extends Term {
  /**
   * An unsigned number of 64 bits, in as few bytes as it takes.
   *
   * @param value the number
   */
  record Int(long value) implements Expression {
    private static final int BYTE = 0x0a;
    private static final int WORD = 0x0b;
    private static final int DWORD = 0x0c;
    private static final int QWORD = 0x0e;

    @Override
    public byte[] encoded() {
      if (value == 0 || value == 1) {
        return Encoding.number(value, Byte.BYTES); // ZeroOp and OneOp
      }
      return switch ((Long.SIZE - Long.numberOfLeadingZeros(value) - 1) / Byte.SIZE) {
        case 0 -> prefixed(BYTE, Byte.BYTES);
        case 1 -> prefixed(WORD, Short.BYTES);
        case 2, 3 -> prefixed(DWORD, Integer.BYTES);
        default -> prefixed(QWORD, Long.BYTES);
      };
    }

    private byte[] prefixed(int prefix, int width) {
      return Encoding.concat(Encoding.bytes(prefix), Encoding.number(value, width));
    }
  }

  /**
   * A text.
   *
   * @param value in ASCII, without a NUL
   */
  record Text(String value) implements Expression {
    private static final int STRING = 0x0d;

    @Override
    public byte[] encoded() {
      return Encoding.concat(Encoding.bytes(STRING), (value + "\0").getBytes(US_ASCII));
    }
  }

  /**
   * An EISA identifier, which is a number: three letters of five bits each, and four digits.
   *
   * @param value such as {@code PNP0A08}
   */
  record EisaId(String value) implements Expression {
    private static final int LETTERS = 3;
    private static final int LETTER_BITS = 5;
    private static final int DIGITS_BITS = 16;

    /** Refuses what is no such identifier. */
    public EisaId {
      if (!value.matches("[A-Z]{3}[0-9A-F]{4}")) {
        throw new IllegalArgumentException("'%s' is no EISA identifier".formatted(value));
      }
    }

    /** The upper byte comes first in memory, so the number is the reverse of what it says. */
    @Override
    public byte[] encoded() {
      int bits = 0;
      for (char letter : value.substring(0, LETTERS).toCharArray()) {
        bits = bits << LETTER_BITS | (letter - 'A' + 1);
      }
      bits = bits << DIGITS_BITS | Integer.parseInt(value.substring(LETTERS), 16);
      return new Int(Integer.toUnsignedLong(Integer.reverseBytes(bits))).encoded();
    }
  }

  /**
   * A UUID as 16 bytes, of which each of the first three numbers is little-endian.
   *
   * @param value the UUID
   */
  record Uuid(UUID value) implements Expression {
    @Override
    public byte[] encoded() {
      long high = value.getMostSignificantBits();
      return buffer(
          Encoding.number(high >>> 32, Integer.BYTES),
          Encoding.number(high >>> 16, Short.BYTES),
          Encoding.number(high, Short.BYTES),
          Encoding.number(Long.reverseBytes(value.getLeastSignificantBits()), Long.BYTES));
    }
  }

  /**
   * What a device takes of the system's resources.
   *
   * @param resources in the order that drivers number them
   */
  record ResourceTemplate(List<Resource> resources) implements Expression {
    private static final int END_TAG = 0x79;
    private static final int NO_CHECKSUM = 0;

    /** Copies the list. */
    public ResourceTemplate {
      resources = List.copyOf(resources);
    }

    /** Of these. */
    public static ResourceTemplate of(Resource... resources) {
      return new ResourceTemplate(List.of(resources));
    }

    @Override
    public byte[] encoded() {
      return buffer(
          Encoding.concat(resources.stream().map(Resource::encoded).toArray(byte[][]::new)),
          Encoding.bytes(END_TAG, NO_CHECKSUM));
    }
  }

  /**
   * A row of data objects.
   *
   * @param elements up to 255
   */
  record Row(List<Expression> elements) implements Expression {
    private static final byte[] PACKAGE = Encoding.bytes(0x12);
    private static final int MAX_ELEMENTS = 0xff;

    /** Copies the list, and refuses one that is too long. */
    public Row {
      elements = List.copyOf(elements);
      if (elements.size() > MAX_ELEMENTS) {
        throw new IllegalArgumentException(
            "a package has no room for %d elements".formatted(elements.size()));
      }
    }

    /** Of these. */
    public static Row of(Expression... elements) {
      return new Row(List.of(elements));
    }

    @Override
    public byte[] encoded() {
      return Encoding.packed(PACKAGE, Encoding.bytes(elements.size()), Encoding.concat(elements));
    }
  }

  /**
   * A name, or a path of names, as a reference to what it names.
   *
   * @param path segments of up to four letters, digits and underscores, with dots between them; a
   *     backslash leads from the root
   */
  record Path(String path) implements Expression {
    private static final int ROOT = '\\';
    private static final int DUAL = 0x2e;
    private static final int MULTI = 0x2f;
    private static final int SEGMENT = 4;

    /** Refuses what is no path. */
    public Path {
      if (!path.matches("\\\\?[A-Z_][A-Z0-9_]{0,3}(\\.[A-Z_][A-Z0-9_]{0,3})*")) {
        throw new IllegalArgumentException("'%s' is no path of names".formatted(path));
      }
    }

    @Override
    public byte[] encoded() {
      boolean fromRoot = path.charAt(0) == ROOT;
      String[] segments = path.substring(fromRoot ? 1 : 0).split("\\.", -1);
      StringBuilder padded = new StringBuilder();
      for (String segment : segments) {
        padded.append(segment).repeat('_', SEGMENT - segment.length());
      }
      return Encoding.concat(
          fromRoot ? Encoding.bytes(ROOT) : Encoding.bytes(),
          prefix(segments.length),
          padded.toString().getBytes(US_ASCII));
    }

    private static byte[] prefix(int segments) {
      return switch (segments) {
        case 1 -> Encoding.bytes();
        case 2 -> Encoding.bytes(DUAL);
        default -> Encoding.bytes(MULTI, segments);
      };
    }
  }

  /**
   * An argument of the method that it stands in.
   *
   * @param number 0 to 6
   */
  record Argument(int number) implements Expression {
    private static final int FIRST = 0x68;

    @Override
    public byte[] encoded() {
      return Encoding.bytes(FIRST + number);
    }
  }

  /**
   * Whether two values are the same.
   *
   * @param left one
   * @param right the other
   */
  record Equal(Expression left, Expression right) implements Expression {
    private static final byte[] OPERATOR = Encoding.bytes(0x93);

    @Override
    public byte[] encoded() {
      return Encoding.concat(OPERATOR, left.encoded(), right.encoded());
    }
  }

  private static byte[] buffer(byte[]... content) {
    byte[] all = Encoding.concat(content);
    return Encoding.packed(Encoding.bytes(0x11), new Int(all.length).encoded(), all);
  }
}
