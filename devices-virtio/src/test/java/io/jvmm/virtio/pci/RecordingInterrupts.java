package io.jvmm.virtio.pci;

import io.jvmm.vmm.pci.PciInterrupts;
import java.util.ArrayList;
import java.util.List;

/** A function's interrupts, written down: messages are enabled when the test says so. */
final class RecordingInterrupts implements PciInterrupts {
  final List<Integer> signalled = new ArrayList<>();
  boolean messages;
  boolean line;

  @Override
  public boolean messagesEnabled() {
    return messages;
  }

  @Override
  public void signal(int vector) {
    signalled.add(vector);
  }

  @Override
  public void setLine(boolean asserted) {
    line = asserted;
  }
}
