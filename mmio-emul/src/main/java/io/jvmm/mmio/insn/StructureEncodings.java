package io.jvmm.mmio.insn;

import static io.jvmm.mmio.insn.LoadStore.Direction.LOAD;
import static io.jvmm.mmio.insn.LoadStore.Direction.STORE;

import io.jvmm.mmio.insn.AddressMode.Offset;
import io.jvmm.mmio.insn.AddressMode.PostIndex;
import io.jvmm.mmio.insn.AddressMode.PostIndexRegister;
import io.jvmm.mmio.insn.LoadStore.Direction;
import io.jvmm.mmio.insn.Transfer.Lane;
import io.jvmm.mmio.insn.Transfer.Lane.Rest;
import io.jvmm.mmio.insn.Transfer.Replicated;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * LD1 to LD4 and ST1 to ST4. Fields: {@code q} set for whole vectors, {@code s} the element's size,
 * {@code q}, {@code z} and {@code i} together the element's number, {@code t} the first register,
 * {@code n} the base, {@code m} what is added to it afterwards: a register, or for 31 the size of
 * what was moved.
 */
final class StructureEncodings {
  /** The number that stands for the size of what was moved, in place of an index register. */
  private static final int BY_SIZE = 31;

  /** All elements of so many registers, which take turns or come one after the other. */
  private record Shape(String opcode, int registers, boolean interleaved) {
    static final List<Shape> ALL =
        List.of(
            new Shape("0111", 1, false),
            new Shape("1010", 2, false),
            new Shape("0110", 3, false),
            new Shape("0010", 4, false),
            new Shape("1000", 2, true),
            new Shape("0100", 3, true),
            new Shape("0000", 4, true));

    int structure() {
      return interleaved ? registers : 1;
    }

    String form() {
      return registers == 1 ? "1 register" : registers + " registers";
    }
  }

  /** One element of so many bytes: the bits that say so, and its number. */
  private record Element(String opcode, String index, int bytes, ToIntFunction<Fields> number) {
    static final List<Element> ALL =
        List.of(
            new Element("00", "zii", 1, f -> f.get('q') << 3 | f.get('z') << 2 | f.get('i')),
            new Element("01", "zi0", 2, f -> f.get('q') << 2 | f.get('z') << 1 | f.get('i')),
            new Element("10", "z00", 4, f -> f.get('q') << 1 | f.get('z')),
            new Element("10", "001", 8, f -> f.get('q')));
  }

  /** What the addressing forms of an instruction have in common. */
  private record Family(
      String page, String form, Direction direction, Function<Fields, List<Transfer>> transfers) {
    Decoded at(Fields fields, IntFunction<AddressMode> address) {
      List<Transfer> moved = transfers.apply(fields);
      int bytes = moved.stream().mapToInt(Transfer::bytes).sum();
      return moved.isEmpty()
          ? Refusals.RESERVED
          : new LoadStore(direction, address.apply(bytes), moved);
    }

    /** The rows without and with post-index; the bits before and behind what tells them apart. */
    Stream<Encoding> rows(String kind, String before, String behind) {
      return Stream.of(
          Encoding.of(
              page,
              form,
              "0q " + kind + "0 " + before + " 00000 " + behind,
              f -> at(f, _ -> new Offset(f.get('n'), 0))),
          Encoding.of(
              page,
              form + ", post-index",
              "0q " + kind + "1 " + before + " mmmmm " + behind,
              f -> at(f, bytes -> postIndex(f, bytes))));
    }
  }

  private StructureEncodings() {}

  static Stream<Encoding> rows() {
    return Stream.of(
            Shape.ALL.stream().flatMap(shape -> multiple(STORE, shape)),
            Shape.ALL.stream().flatMap(shape -> multiple(LOAD, shape)),
            counts().flatMap(count -> single(STORE, count)),
            counts().flatMap(count -> single(LOAD, count)),
            counts().flatMap(StructureEncodings::replicating))
        .flatMap(rows -> rows);
  }

  private static Stream<Integer> counts() {
    return Stream.of(1, 2, 3, 4);
  }

  private static Stream<Encoding> multiple(Direction direction, Shape shape) {
    String page = page(direction, shape.structure(), "(multiple structures)");
    return new Family(page, shape.form(), direction, f -> elements(shape, f))
        .rows("001100", bit(direction) + " 0", shape.opcode() + " ss nnnnn ttttt");
  }

  private static Stream<Encoding> single(Direction direction, int count) {
    return Element.ALL.stream().flatMap(element -> single(direction, count, element));
  }

  private static Stream<Encoding> single(Direction direction, int count, Element element) {
    String page = page(direction, count, "(single structure)");
    String form = element.bytes() * Byte.SIZE + " bits";
    return new Family(page, form, direction, f -> lanes(f, count, element))
        .rows(
            "001101",
            bit(direction) + countHigh(count),
            element.opcode() + countLow(count) + " " + element.index() + " nnnnn ttttt");
  }

  private static Stream<Encoding> replicating(int count) {
    return new Family("C7.2 LD%dR".formatted(count), "all sizes", LOAD, f -> replicas(f, count))
        .rows("001101", "1" + countHigh(count), "11" + countLow(count) + " 0 ss nnnnn ttttt");
  }

  private static String page(Direction direction, int structure, String rest) {
    return "C7.2 %s%d %s".formatted(direction == LOAD ? "LD" : "ST", structure, rest);
  }

  private static String bit(Direction direction) {
    return direction == LOAD ? "1" : "0";
  }

  // A count of 1 to 4, less one, has its low bit in R (bit 21) and its high bit in opcode<0>.
  private static String countHigh(int count) {
    return " " + ((count - 1) & 1);
  }

  private static String countLow(int count) {
    return "" + ((count - 1) >> 1);
  }

  private static List<Transfer> elements(Shape shape, Fields fields) {
    int bytes = 1 << fields.get('s');
    int lanes = vectorBytes(fields) / bytes;
    List<Transfer> transfers = new ArrayList<>();
    if (lanes == 1 && shape.interleaved()) {
      return transfers; // reserved
    }
    for (int i = 0; i < shape.registers() * lanes; i++) {
      int register = shape.interleaved() ? i % shape.registers() : i / lanes;
      int lane = shape.interleaved() ? i / shape.registers() : i % lanes;
      transfers.add(new Lane(vector(fields, register), lane, bytes, Rest.CLEARED_ABOVE));
    }
    return transfers;
  }

  private static List<Transfer> lanes(Fields fields, int count, Element element) {
    int number = element.number().applyAsInt(fields);
    return each(count, r -> new Lane(vector(fields, r), number, element.bytes(), Rest.KEPT));
  }

  private static List<Transfer> replicas(Fields fields, int count) {
    int bytes = 1 << fields.get('s');
    int lanes = vectorBytes(fields) / bytes;
    return each(count, r -> new Replicated(vector(fields, r), bytes, lanes));
  }

  private static List<Transfer> each(int count, IntFunction<Transfer> transfer) {
    return IntStream.range(0, count).mapToObj(transfer).toList();
  }

  private static int vectorBytes(Fields fields) {
    return Long.BYTES << fields.get('q');
  }

  private static int vector(Fields fields, int register) {
    return (fields.get('t') + register) % 32;
  }

  private static AddressMode postIndex(Fields fields, int bytes) {
    int index = fields.get('m');
    return index == BY_SIZE
        ? new PostIndex(fields.get('n'), bytes)
        : new PostIndexRegister(fields.get('n'), index);
  }
}
