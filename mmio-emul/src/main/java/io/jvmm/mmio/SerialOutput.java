package io.jvmm.mmio;

/**
 * Where a serial port's bytes go. Called on vCPU threads, several at a time if the guest lets them,
 * and with no lock held: it may block, and whether it gathers bytes is its own matter.
 */
@FunctionalInterface
public interface SerialOutput {
  /** Takes a byte that the guest sent. */
  void write(byte sent);
}
