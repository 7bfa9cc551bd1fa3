package io.jvmm.mmio.insn;

import io.jvmm.vmm.mmio.MmioBus;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A load or store that nothing stands in the way of.
 *
 * @param instruction what to do
 * @param address where
 * @param steps the accesses, by ascending address
 * @param registers whose registers
 * @param order the byte order of the guest's data
 */
record PreparedAccess(
    LoadStore instruction,
    AddressMode.Resolved address,
    List<Step> steps,
    GuestRegisters registers,
    ByteOrder order) {
  /**
   * Makes the accesses and changes the registers; the base register last, so that it is written
   * back also where the instruction loads it.
   */
  void carryOut(MmioBus bus) {
    byte[] memory = new byte[instruction.bytes()];
    ByteBuffer asBytes = ByteBuffer.wrap(memory).order(ByteOrder.LITTLE_ENDIAN); // the bus's order
    ByteBuffer asData = ByteBuffer.wrap(memory).order(order);
    switch (instruction.direction()) {
      case LOAD -> {
        steps.forEach(step -> step.read(bus, asBytes));
        instruction.load(asData, registers);
      }
      case STORE -> {
        instruction.store(registers, asData);
        steps.forEach(step -> step.write(bus, asBytes));
      }
    }
    address.writeBack().ifPresent(change -> change.applyTo(registers));
    registers.finish();
  }
}
