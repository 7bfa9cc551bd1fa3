package io.jvmm.vmm.pci;

/** A function's way to interrupt. Safe for use by any thread. */
public interface PciInterrupts {
  /** Whether the guest has chosen messages; if not, the function has its INTx line only. */
  boolean messagesEnabled();

  /**
   * Sends the message of a vector, or remembers it while the guest has masked it. Does nothing
   * while messages are not enabled.
   *
   * @param vector 0 to the function's number of vectors - 1
   */
  void signal(int vector);

  /** Asserts or deasserts INTA; without effect on the line while messages are enabled. */
  void setLine(boolean asserted);
}
