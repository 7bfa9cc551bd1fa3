package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.nested.TestMachine.Outcome;
import io.jvmm.vmm.StopReason.Kind;
import io.jvmm.vmm.spec.TransportChoice;
import org.junit.jupiter.api.Test;

/** Interrupt lines of PCI functions, with a Linux that is told to send no messages. */
class PciLinesIT {
  @Test
  void withoutMessagesTheDevicesShareLines() {
    Outcome result =
        TestMachine.example("hello")
            .transport(TransportChoice.PCI)
            .kernelArgument("pci=nomsi")
            .input("cat /proc/interrupts; poweroff\n")
            .run();

    assertThat(result.reason().kind()).as(result.output()).isEqualTo(Kind.POWERED_OFF);
    assertThat(result.output()).containsPattern("[1-9]\\d* +GIC\\w*-?\\d* +36 Level +virtio0");
  }
}
