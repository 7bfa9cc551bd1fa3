package io.jvmm.mmio.pl011;

import java.util.List;

/**
 * All that a PL011 remembers, as a value: what a snapshot keeps of it. Register values are as the
 * guest reads them.
 *
 * @param integerDivisor UARTIBRD
 * @param fractionalDivisor UARTFBRD
 * @param lineControl UARTLCR_H
 * @param control UARTCR
 * @param levels UARTIFLS
 * @param mask UARTIMSC
 * @param raw UARTRIS
 * @param errors UARTRSR
 * @param received the bytes not yet taken, oldest first, with their errors as UARTDR shows them; at
 *     most 32, or 1 while UARTLCR_H.FEN is clear
 */
public record Pl011State(
    int integerDivisor,
    int fractionalDivisor,
    int lineControl,
    int control,
    int levels,
    int mask,
    int raw,
    int errors,
    List<Integer> received) {
  /** What the hardware resets to: transmitter and receiver on, interrupts at half-full FIFOs. */
  public static final Pl011State RESET = new Pl011State(0, 0, 0, 0x300, 0x12, 0, 0, 0, List.of());

  /** Copies the list, and refuses more than the FIFO holds. */
  public Pl011State {
    received = List.copyOf(received);
    int depth = (lineControl & Pl011.LCR_FEN) != 0 ? ReceiveFifo.CAPACITY : 1;
    if (received.size() > depth) {
      throw new IllegalArgumentException(
          "%d bytes in a receive FIFO of %d".formatted(received.size(), depth));
    }
  }
}
