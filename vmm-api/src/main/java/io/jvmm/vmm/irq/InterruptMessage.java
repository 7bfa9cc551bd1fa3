package io.jvmm.vmm.irq;

/**
 * A message-signalled interrupt: the store that a device makes instead of driving a line. A guest
 * chooses address and data, so nothing about them has been checked.
 *
 * @param address the doorbell, a guest-physical address
 * @param data what is stored there
 * @param requester who stores it, as an ITS tells devices apart: the PCI requester ID, 16 bits
 */
public record InterruptMessage(long address, int data, int requester) {
  @Override
  public String toString() {
    return "message 0x%x to 0x%x from requester 0x%04x".formatted(data, address, requester);
  }
}
