package io.jvmm.mmio.insn;

/** What an instruction word means. */
public sealed interface Decoded permits LoadStore, Decoded.ZeroBlock, Decoded.Unsupported {
  /**
   * DC ZVA: stores zeroes all over an aligned block, whose size is the processor's.
   *
   * @param register holds an address in the block
   */
  record ZeroBlock(int register) implements Decoded {}

  /**
   * What is not carried out.
   *
   * @param reason why not, as a clause
   */
  record Unsupported(String reason) implements Decoded {}
}
