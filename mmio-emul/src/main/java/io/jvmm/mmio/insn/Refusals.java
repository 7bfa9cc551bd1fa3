package io.jvmm.mmio.insn;

import io.jvmm.mmio.insn.Decoded.Unsupported;
import java.util.stream.Stream;

/** What is known and not carried out, each with the reason. */
final class Refusals {
  /** An encoding that the architecture has not given a meaning. */
  static final Unsupported RESERVED = new Unsupported("a reserved encoding");

  private static final String EXCLUSIVE =
      "an exclusive access to a device has no monitor that could hold it";
  private static final String ATOMIC = "no device can do it in one step";
  private static final String NO_ACCESS = "it makes no access that could trap";
  private static final String TAGS = "a device has no allocation tags";
  private static final String AUTHENTICATED = "the pointer's key cannot be read";
  private static final String MAINTENANCE = "a device has no cache; KVM passes over it by itself";
  private static final String RESUMABLE =
      "it is interruptible, and has three steps that share state";
  private static final String SCALABLE = "predicates and scalable vectors cannot be read";

  private Refusals() {}

  static Stream<Encoding> rows() {
    return Stream.of(exclusives(), atomics(), withoutData(), extensions()).flatMap(rows -> rows);
  }

  private static Stream<Encoding> exclusives() {
    return Stream.of(
        row(
            "C6.2 STXR, STLXR, LDXR, LDAXR",
            "ss 001000 0 l 0 ..... . ..... nnnnn ttttt",
            EXCLUSIVE),
        row(
            "C6.2 STXP, STLXP, LDXP, LDAXP",
            "1s 001000 0 l 1 ..... . ..... nnnnn ttttt",
            EXCLUSIVE));
  }

  private static Stream<Encoding> atomics() {
    return Stream.of(
        row("C6.2 CASP", "0s 001000 0 . 1 ..... . 11111 nnnnn ttttt", ATOMIC),
        row("C6.2 CAS", "ss 001000 1 . 1 ..... . 11111 nnnnn ttttt", ATOMIC),
        row("C6.2 SWP", "ss 111 0 00 .. 1 ..... 1 000 00 nnnnn ttttt", ATOMIC),
        row("C6.2 LDADD to LDUMIN", "ss 111 0 00 .. 1 ..... 0 ... 00 nnnnn ttttt", ATOMIC),
        row("C6.2 LD64B", "11 111 0 00 00 1 11111 1 101 00 nnnnn ttttt", ATOMIC),
        row("C6.2 ST64B", "11 111 0 00 00 1 11111 1 001 00 nnnnn ttttt", ATOMIC),
        row("C6.2 ST64BV, ST64BV0", "11 111 0 00 00 1 ..... 1 01. 00 nnnnn ttttt", ATOMIC));
  }

  private static Stream<Encoding> withoutData() {
    return Stream.of(
        row("C6.2 PRFM (literal)", "11 011 0 00 ................... .....", NO_ACCESS),
        row("C6.2 PRFM (immediate)", "11 111 0 01 10 ............ nnnnn .....", NO_ACCESS),
        row("C6.2 PRFM (register)", "11 111 0 00 10 1 ..... .1. . 10 nnnnn .....", NO_ACCESS),
        row("C6.2 PRFUM", "11 111 0 00 10 0 ......... 00 nnnnn .....", NO_ACCESS),
        row("C6.2 DC IVAC", "1101010100 001 000 0111 0110 001 .....", MAINTENANCE),
        row("C6.2 DC CVAC to CIVAC", "1101010100 001 011 0111 1... 001 .....", MAINTENANCE),
        row("C6.2 DC GVA", "1101010100 001 011 0111 0100 011 .....", TAGS),
        row("C6.2 DC GZVA", "1101010100 001 011 0111 0100 100 .....", TAGS));
  }

  private static Stream<Encoding> extensions() {
    return Stream.of(
        row("C6.2 LDRAA, LDRAB", "11 111 0 00 . . 1 ......... . 1 nnnnn ttttt", AUTHENTICATED),
        row("C6.2 LDG, STG and others", "11 011 0 01 .. 1 ......... .. nnnnn .....", TAGS),
        row("C6.2 STGP (post-index)", "01 101 0 001 0 ....... ..... nnnnn .....", TAGS),
        row("C6.2 STGP (others)", "01 101 0 01. 0 ....... ..... nnnnn .....", TAGS),
        row("C6.2 CPY*, SET*", "00 011 . 01 .. 0 ..... .... 01 nnnnn .....", RESUMABLE),
        row("C8.2 SVE", "... 0010 .........................", SCALABLE));
  }

  private static Encoding row(String page, String pattern, String reason) {
    return Encoding.of(page, "any", pattern, _ -> new Unsupported(reason));
  }
}
