package io.jvmm.mmio.insn;

import static io.jvmm.mmio.insn.LoadStore.Direction.LOAD;
import static io.jvmm.mmio.insn.LoadStore.Direction.STORE;

import io.jvmm.mmio.insn.AddressMode.Offset;
import io.jvmm.mmio.insn.AddressMode.PostIndex;
import io.jvmm.mmio.insn.AddressMode.PreIndex;
import io.jvmm.mmio.insn.LoadStore.Direction;
import io.jvmm.mmio.insn.Transfer.Extension;
import io.jvmm.mmio.insn.Transfer.General;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Loads and stores of two registers. Fields: {@code i} the offset in units of one register, {@code
 * n} the base, {@code t} and {@code u} the registers, {@code x} or {@code o} their size.
 */
final class PairEncodings {
  private PairEncodings() {}

  static Stream<Encoding> rows() {
    return Stream.of(
            general("C6.2 STP", "x0", "0", STORE),
            general("C6.2 LDP", "x0", "1", LOAD),
            forms("C6.2 LDPSW", "01 101 0", "1", PairEncodings::signedWords),
            vector("C7.2 STP (SIMD&FP)", "0", STORE),
            vector("C7.2 LDP (SIMD&FP)", "1", LOAD),
            Stream.of(
                nonTemporal("C6.2 STNP", "x0 101 0", "0", (f, a) -> general(STORE, f, a)),
                nonTemporal("C6.2 LDNP", "x0 101 0", "1", (f, a) -> general(LOAD, f, a)),
                nonTemporal("C7.2 STNP (SIMD&FP)", "oo 101 1", "0", (f, a) -> vector(STORE, f, a)),
                nonTemporal("C7.2 LDNP (SIMD&FP)", "oo 101 1", "1", (f, a) -> vector(LOAD, f, a))))
        .flatMap(rows -> rows);
  }

  /** Makes the addressing mode of a base and an offset. */
  private interface Indexing extends BiFunction<Integer, Long, AddressMode> {}

  private interface PairDecoder extends BiFunction<Fields, Indexing, Decoded> {}

  private static Stream<Encoding> general(
      String page, String size, String load, Direction direction) {
    return forms(page, size + " 101 0", load, (f, a) -> general(direction, f, a));
  }

  private static Stream<Encoding> vector(String page, String load, Direction direction) {
    return forms(page, "oo 101 1", load, (f, a) -> vector(direction, f, a));
  }

  private static Stream<Encoding> forms(
      String page, String kind, String load, PairDecoder decoder) {
    String rest = " " + load + " iiiiiii uuuuu nnnnn ttttt";
    return Stream.of(
        Encoding.of(
            page, "post-index", kind + " 001" + rest, f -> decoder.apply(f, PostIndex::new)),
        Encoding.of(page, "offset", kind + " 010" + rest, f -> decoder.apply(f, Offset::new)),
        Encoding.of(page, "pre-index", kind + " 011" + rest, f -> decoder.apply(f, PreIndex::new)));
  }

  private static Encoding nonTemporal(String page, String kind, String load, PairDecoder decoder) {
    String pattern = kind + " 000 " + load + " iiiiiii uuuuu nnnnn ttttt";
    return Encoding.of(page, "offset", pattern, f -> decoder.apply(f, Offset::new));
  }

  private static Decoded general(Direction direction, Fields fields, Indexing indexing) {
    int bytes = 4 << fields.get('x');
    return pair(direction, fields, indexing, n -> new General(n, bytes, Extension.ZERO));
  }

  private static Decoded signedWords(Fields fields, Indexing indexing) {
    return pair(LOAD, fields, indexing, n -> new General(n, 4, Extension.SIGN_64));
  }

  private static Decoded vector(Direction direction, Fields fields, Indexing indexing) {
    int bytes = 4 << fields.get('o');
    return bytes > 16
        ? Refusals.RESERVED
        : pair(direction, fields, indexing, n -> SingleEncodings.scalar(n, bytes));
  }

  private static Decoded pair(
      Direction direction, Fields fields, Indexing indexing, IntFunction<Transfer> transfer) {
    Transfer first = transfer.apply(fields.get('t'));
    Transfer second = transfer.apply(fields.get('u'));
    AddressMode address = indexing.apply(fields.get('n'), fields.signed('i') * first.bytes());
    return new LoadStore(direction, address, List.of(first, second));
  }
}
