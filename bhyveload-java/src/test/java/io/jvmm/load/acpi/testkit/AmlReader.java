package io.jvmm.load.acpi.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads the part of AML that jvmm writes, as lines of text, one for each term, indented by what
 * they stand in.
 */
public final class AmlReader {
  private static final int UUID_SIZE = 16;

  private final ByteBuffer in;
  private final StringBuilder out = new StringBuilder();
  private int depth;

  private AmlReader(ByteBuffer aml) {
    in = aml.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The terms of some AML. */
  public static String text(ByteBuffer aml) {
    AmlReader reader = new AmlReader(aml);
    reader.terms(aml.limit());
    return reader.out.toString();
  }

  private void terms(int end) {
    while (in.position() < end) {
      term();
    }
    require(in.position() == end, "a package ends within a term");
  }

  private void term() {
    int operator = octet();
    switch (operator) {
      case 0x08 -> line("Name %s %s".formatted(name(), expression()));
      case 0x10 -> block("Scope");
      case 0x14 -> method();
      case 0x5b -> {
        require(octet() == 0x82, "an extended operator that is no device");
        block("Device");
      }
      case 0x7d -> line("%3$s = %1$s | %2$s".formatted(expression(), expression(), name()));
      case 0x86 -> line("Notify %s %s".formatted(name(), expression()));
      case 0x8a -> line("DwordField %s %s %s".formatted(expression(), expression(), name()));
      case 0xa0 -> {
        int end = packageEnd();
        line("If " + expression());
        body(end);
      }
      case 0xa4 -> line("Return " + expression());
      default -> throw new AssertionError("there is no operator 0x%x".formatted(operator));
    }
  }

  private void block(String kind) {
    int end = packageEnd();
    line(kind + " " + name());
    body(end);
  }

  private void method() {
    int end = packageEnd();
    String name = name();
    int flags = octet();
    line("Method %s %d%s".formatted(name, flags & 7, (flags & 8) != 0 ? " serialized" : ""));
    body(end);
  }

  private void body(int end) {
    depth++;
    terms(end);
    depth--;
  }

  private String expression() {
    int operator = octet();
    return switch (operator) {
      case 0x00, 0x01 -> Integer.toString(operator);
      case 0x0a -> "0x%x".formatted(octet());
      case 0x0b -> "0x%x".formatted(in.getShort());
      case 0x0c -> "0x%x".formatted(in.getInt());
      case 0x0d -> '"' + string() + '"';
      case 0x0e -> "0x%x".formatted(in.getLong());
      case 0x11 -> buffer();
      case 0x12 -> row();
      case 0x92 -> "not " + expression();
      case 0x93 -> "%s == %s".formatted(expression(), expression());
      case 0x68, 0x69, 0x6a, 0x6b -> "Arg" + (operator - 0x68);
      default -> {
        in.position(in.position() - 1);
        yield name();
      }
    };
  }

  private String row() {
    int end = packageEnd();
    int count = octet();
    List<String> elements = new ArrayList<>();
    while (in.position() < end) {
      elements.add(expression());
    }
    require(elements.size() == count, "a package of %d elements".formatted(elements.size()));
    return elements.toString();
  }

  private String buffer() {
    int end = packageEnd();
    int size = Integer.decode(expression());
    require(end - in.position() == size, "a buffer of another size");
    if (size == UUID_SIZE) {
      byte[] bytes = new byte[size];
      in.get(bytes);
      return HexFormat.of().formatHex(bytes);
    }
    List<String> resources = new ArrayList<>();
    while (in.position() < end) {
      resources.add(resource());
    }
    require(resources.removeLast().equals("end"), "resources without an end");
    return resources.toString();
  }

  private String resource() {
    int tag = octet();
    if (tag == 0x79) {
      require(octet() == 0, "a checksum");
      return "end";
    }
    int end = in.getShort() + in.position();
    String text =
        switch (tag) {
          case 0x86 -> "memory %d 0x%x 0x%x".formatted(octet(), in.getInt(), in.getInt());
          case 0x88 -> "%s %d+%d".formatted(kind(), in.getShort(), in.getShort());
          case 0x89 -> "interrupt %d %d %d".formatted(octet(), octet(), in.getInt());
          case 0x8a -> "%s 0x%x+0x%x".formatted(kind(), in.getLong(), in.getLong());
          case 0x8c -> line();
          default -> throw new AssertionError("there is no resource 0x%x".formatted(tag));
        };
    if (tag == 0x88 || tag == 0x8a) {
      int width = (end - in.position()) / 3;
      text += " to 0x%x".formatted(width == Short.BYTES ? in.getShort() : in.getLong());
      in.position(end);
    }
    require(in.position() == end, "a resource of another length");
    return text;
  }

  /** Type and flags; a granularity follows. */
  private String kind() {
    return "window %d %x %x".formatted(octet(), octet(), octet());
  }

  /** A line of a general-purpose controller's. */
  private String line() {
    int start = in.position() - 3;
    int lines = in.getShort(start + 14);
    int name = in.getShort(start + 17);
    int line = in.getShort(start + lines);
    String flags = "%d %d %d".formatted(in.get(start + 4), in.get(start + 5), in.get(start + 7));
    in.position(start + name);
    return "line %s %d of %s".formatted(flags, line, string());
  }

  private String string() {
    StringBuilder text = new StringBuilder();
    for (int c = octet(); c != 0; c = octet()) {
      text.append((char) c);
    }
    return text.toString();
  }

  private String name() {
    int first = octet();
    String root = "";
    if (first == '\\') {
      root = "\\";
      first = octet();
    }
    int segments = first == 0x2e ? 2 : first == 0x2f ? octet() : 1;
    if (segments == 1) {
      in.position(in.position() - 1);
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < segments; i++) {
      byte[] name = new byte[4];
      in.get(name);
      names.add(new String(name, US_ASCII));
    }
    return root + String.join(".", names);
  }

  private int packageEnd() {
    int start = in.position();
    int lead = octet();
    int further = lead >> 6;
    int length = further == 0 ? lead : lead & 0xf;
    for (int i = 0; i < further; i++) {
      length |= octet() << (4 + 8 * i);
    }
    return start + length;
  }

  private int octet() {
    return Byte.toUnsignedInt(in.get());
  }

  private void line(String text) {
    out.repeat(' ', 2 * depth).append(text).append('\n');
  }

  private static void require(boolean met, String problem) {
    if (!met) {
      throw new AssertionError(problem);
    }
  }
}
