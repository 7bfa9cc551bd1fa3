package io.jvmm.mmio.insn;

import io.jvmm.mmio.insn.Decoded.Unsupported;
import io.jvmm.mmio.insn.Decoded.ZeroBlock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The decode table of the A64 loads and stores: every row has its own words, so that their order
 * does not matter. What the documentation says of the support is printed from it.
 */
public final class LoadStores {
  private static final List<Encoding> ENCODINGS =
      Stream.of(
              PairEncodings.rows(),
              SingleEncodings.rows(),
              StructureEncodings.rows(),
              Stream.of(zeroBlock()),
              Refusals.rows())
          .flatMap(rows -> rows)
          .toList();

  private static final Unsupported UNKNOWN = new Unsupported("no load or store that is known");

  private LoadStores() {}

  /** All rows. */
  public static List<Encoding> encodings() {
    return ENCODINGS;
  }

  /** The row that an instruction word belongs to. */
  public static Optional<Encoding> find(int word) {
    return ENCODINGS.stream().filter(each -> each.pattern().matches(word)).findFirst();
  }

  /** What an instruction word does. */
  public static Decoded decode(int word) {
    return find(word).map(encoding -> encoding.decode(word)).orElse(UNKNOWN);
  }

  private static Encoding zeroBlock() {
    return Encoding.of(
        "C6.2 DC ZVA",
        "block",
        "1101010100 001 011 0111 0100 001 ttttt",
        f -> new ZeroBlock(f.get('t')));
  }
}
