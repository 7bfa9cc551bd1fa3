package io.jvmm.mmio.insn;

import static io.jvmm.mmio.insn.LoadStore.Direction.LOAD;
import static io.jvmm.mmio.insn.LoadStore.Direction.STORE;

import io.jvmm.mmio.insn.AddressMode.Literal;
import io.jvmm.mmio.insn.AddressMode.Offset;
import io.jvmm.mmio.insn.AddressMode.PostIndex;
import io.jvmm.mmio.insn.AddressMode.PreIndex;
import io.jvmm.mmio.insn.AddressMode.RegisterOffset;
import io.jvmm.mmio.insn.AddressMode.RegisterOffset.Extend;
import io.jvmm.mmio.insn.LoadStore.Direction;
import io.jvmm.mmio.insn.Transfer.Extension;
import io.jvmm.mmio.insn.Transfer.General;
import io.jvmm.mmio.insn.Transfer.Lane;
import io.jvmm.mmio.insn.Transfer.Quad;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Loads and stores of one register. Fields: {@code t} the register, {@code n} the base, {@code s}
 * and {@code x} the size, {@code o} set where a sign goes up to bit 31 only, {@code i} an offset;
 * {@code m} the index register, {@code w} set for a signed index, {@code d} for one of 64 bits,
 * {@code h} for one that is shifted by the size.
 */
final class SingleEncodings {
  /** What rows move: the bits that say so, and what the fields mean. */
  private record Operand(
      String size, String opcode, Direction direction, Function<Fields, Transfer> transfer) {
    LoadStore at(Fields fields, Function<Transfer, AddressMode> address) {
      Transfer moved = transfer.apply(fields);
      return new LoadStore(direction, address.apply(moved), List.of(moved));
    }
  }

  private static final Operand STR =
      new Operand("ss", "00", STORE, f -> general(f, 1 << f.get('s'), Extension.ZERO));
  private static final Operand LDR =
      new Operand("ss", "01", LOAD, f -> general(f, 1 << f.get('s'), Extension.ZERO));
  private static final Operand LDRS =
      new Operand("0s", "1o", LOAD, f -> general(f, 1 << f.get('s'), sign(f)));
  private static final Operand LDRSW =
      new Operand("10", "10", LOAD, f -> general(f, 4, Extension.SIGN_64));
  private static final Operand VECTOR_STR =
      new Operand("ss", "00", STORE, f -> scalar(f.get('t'), 1 << f.get('s')));
  private static final Operand VECTOR_LDR =
      new Operand("ss", "01", LOAD, f -> scalar(f.get('t'), 1 << f.get('s')));
  private static final Operand QUAD_STR = new Operand("00", "10", STORE, f -> new Quad(f.get('t')));
  private static final Operand QUAD_LDR = new Operand("00", "11", LOAD, f -> new Quad(f.get('t')));

  private SingleEncodings() {}

  static Stream<Encoding> rows() {
    return Stream.of(generalRows(), vectorRows(), orderedRows(), literalRows())
        .flatMap(rows -> rows);
  }

  private static Stream<Encoding> generalRows() {
    return Stream.of(
            forms("C6.2 STRB, STRH, STR", "111 0", STR),
            forms("C6.2 LDRB, LDRH, LDR", "111 0", LDR),
            forms("C6.2 LDRSB, LDRSH", "111 0", LDRS),
            forms("C6.2 LDRSW", "111 0", LDRSW),
            Stream.of(
                offset9("C6.2 STURB, STURH, STUR", "111 0 00", "00", STR),
                offset9("C6.2 LDURB, LDURH, LDUR", "111 0 00", "00", LDR),
                offset9("C6.2 LDURSB, LDURSH", "111 0 00", "00", LDRS),
                offset9("C6.2 LDURSW", "111 0 00", "00", LDRSW),
                offset9("C6.2 STTRB, STTRH, STTR", "111 0 00", "10", STR),
                offset9("C6.2 LDTRB, LDTRH, LDTR", "111 0 00", "10", LDR),
                offset9("C6.2 LDTRSB, LDTRSH", "111 0 00", "10", LDRS),
                offset9("C6.2 LDTRSW", "111 0 00", "10", LDRSW)))
        .flatMap(rows -> rows);
  }

  private static Stream<Encoding> vectorRows() {
    return Stream.of(
            forms("C7.2 STR (SIMD&FP)", "111 1", VECTOR_STR),
            forms("C7.2 LDR (SIMD&FP)", "111 1", VECTOR_LDR),
            forms("C7.2 STR (SIMD&FP), 128 bits", "111 1", QUAD_STR),
            forms("C7.2 LDR (SIMD&FP), 128 bits", "111 1", QUAD_LDR),
            Stream.of(
                offset9("C7.2 STUR (SIMD&FP)", "111 1 00", "00", VECTOR_STR),
                offset9("C7.2 LDUR (SIMD&FP)", "111 1 00", "00", VECTOR_LDR),
                offset9("C7.2 STUR (SIMD&FP), 128 bits", "111 1 00", "00", QUAD_STR),
                offset9("C7.2 LDUR (SIMD&FP), 128 bits", "111 1 00", "00", QUAD_LDR)))
        .flatMap(rows -> rows);
  }

  private static Stream<Encoding> orderedRows() {
    return Stream.of(
        ordered("C6.2 STLLRB, STLLRH, STLLR", "001000 100 11111 0 11111", STR),
        ordered("C6.2 STLRB, STLRH, STLR", "001000 100 11111 1 11111", STR),
        ordered("C6.2 LDLARB, LDLARH, LDLAR", "001000 110 11111 0 11111", LDR),
        ordered("C6.2 LDARB, LDARH, LDAR", "001000 110 11111 1 11111", LDR),
        ordered("C6.2 LDAPRB, LDAPRH, LDAPR", "111000 101 11111 1 10000", LDR),
        offset9("C6.2 STLURB, STLURH, STLUR", "011 0 01", "00", STR),
        offset9("C6.2 LDAPURB, LDAPURH, LDAPUR", "011 0 01", "00", LDR),
        offset9("C6.2 LDAPURSB, LDAPURSH", "011 0 01", "00", LDRS),
        offset9("C6.2 LDAPURSW", "011 0 01", "00", LDRSW));
  }

  private static Stream<Encoding> literalRows() {
    return Stream.of(
        literal("C6.2 LDR", "0x 011 0", f -> general(f, 4 << f.get('x'), Extension.ZERO)),
        literal("C6.2 LDRSW", "10 011 0", f -> general(f, 4, Extension.SIGN_64)),
        literal("C7.2 LDR (SIMD&FP)", "0x 011 1", f -> scalar(f.get('t'), 4 << f.get('x'))),
        literal("C7.2 LDR (SIMD&FP), 128 bits", "10 011 1", f -> new Quad(f.get('t'))));
  }

  private static Stream<Encoding> forms(String page, String kind, Operand operand) {
    String sized = operand.size() + " " + kind;
    String opcode = " " + operand.opcode() + " ";
    return Stream.of(
        Encoding.of(
            page,
            "unsigned offset",
            sized + " 01" + opcode + "iiiiiiiiiiii nnnnn ttttt",
            f -> operand.at(f, moved -> new Offset(f.get('n'), (long) f.get('i') * moved.bytes()))),
        Encoding.of(
            page,
            "post-index",
            sized + " 00" + opcode + "0 iiiiiiiii 01 nnnnn ttttt",
            f -> operand.at(f, _ -> new PostIndex(f.get('n'), f.signed('i')))),
        Encoding.of(
            page,
            "pre-index",
            sized + " 00" + opcode + "0 iiiiiiiii 11 nnnnn ttttt",
            f -> operand.at(f, _ -> new PreIndex(f.get('n'), f.signed('i')))),
        Encoding.of(
            page,
            "register offset",
            sized + " 00" + opcode + "1 mmmmm w1d h 10 nnnnn ttttt",
            f -> operand.at(f, moved -> registerOffset(f, moved.bytes()))));
  }

  private static Encoding offset9(String page, String kind, String variant, Operand operand) {
    String pattern =
        "%s %s %s 0 iiiiiiiii %s nnnnn ttttt"
            .formatted(operand.size(), kind, operand.opcode(), variant);
    return Encoding.of(
        page,
        "unscaled offset",
        pattern,
        f -> operand.at(f, _ -> new Offset(f.get('n'), f.signed('i'))));
  }

  private static Encoding ordered(String page, String bits, Operand operand) {
    String pattern = "%s %s nnnnn ttttt".formatted(operand.size(), bits);
    return Encoding.of(page, "base", pattern, f -> operand.at(f, _ -> new Offset(f.get('n'), 0)));
  }

  private static Encoding literal(String page, String kind, Function<Fields, Transfer> transfer) {
    Operand operand = new Operand("", "", LOAD, transfer);
    return Encoding.of(
        page,
        "literal",
        kind + " 00 iiiiiiiiiiiiiiiiiii ttttt",
        f -> operand.at(f, _ -> new Literal(f.signed('i') * Integer.BYTES)));
  }

  private static AddressMode registerOffset(Fields fields, int bytes) {
    Extend signed = fields.isSet('w') ? Extend.SXTW : Extend.UXTW;
    Extend extend = fields.isSet('d') ? Extend.X : signed;
    int shift = fields.isSet('h') ? Integer.numberOfTrailingZeros(bytes) : 0;
    return new RegisterOffset(fields.get('n'), fields.get('m'), extend, shift);
  }

  private static Extension sign(Fields fields) {
    return fields.isSet('o') ? Extension.SIGN_32 : Extension.SIGN_64;
  }

  private static Transfer general(Fields fields, int bytes, Extension extension) {
    return new General(fields.get('t'), bytes, extension);
  }

  /** A vector register as a scalar of up to 16 bytes: a load clears the rest. */
  static Transfer scalar(int vector, int bytes) {
    return bytes == 16 ? new Quad(vector) : new Lane(vector, 0, bytes, Lane.Rest.CLEARED_ABOVE);
  }
}
