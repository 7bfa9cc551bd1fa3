package io.jvmm.it.nested.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jvmm.it.guest.A64;
import io.jvmm.it.nested.GicMachine;
import io.jvmm.monitor.machine.GuestLayout;
import io.jvmm.vgic.v3.GicV3Config;
import io.jvmm.vmm.VcpuExit;
import io.jvmm.vmm.irq.InterruptMessage;
import io.jvmm.vmm.irq.MessageLine;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that KVM sends to its ITS when an eventfd is rung. */
class MessageLineIT {
  private static final GicV3Config CONFIG = new GicV3Config(256, List.of(1));
  private static final long DOORBELL = GuestLayout.ITS.start().value() + 0x1_0040;
  private static final int DEVICE = 0x18;
  private static final int EVENT = 5;
  private static final int LPI = 8200;
  private static final int OTHER_EVENT = 6;
  private static final int OTHER_LPI = 8201;

  @BeforeEach
  void anItsIsOffered() {
    assumeThat(GicMode.offeredWithIts()).isNotEmpty();
  }

  @Test
  void aPulseSendsTheMessageThatTheLineIsRoutedTo() {
    try (GicMachine machine = GicMachine.withIts(CONFIG)) {
      MessageLine line = line(machine);
      assertThat(machine.run(program())).isInstanceOf(VcpuExit.MmioWrite.class);
      line.pulse(); // goes nowhere yet

      line.route(new InterruptMessage(DOORBELL, EVENT, DEVICE));
      line.pulse();
      machine.resume();

      assertThat(machine.result(0)).isEqualTo(LPI);
    }
  }

  @Test
  void aLineCanBeRoutedToAnotherMessage() {
    try (GicMachine machine = GicMachine.withIts(CONFIG)) {
      MessageLine line = line(machine);
      machine.run(program());

      line.route(new InterruptMessage(DOORBELL, EVENT + 7, DEVICE)); // which no LPI is set up for
      line.pulse();
      line.route(new InterruptMessage(DOORBELL, OTHER_EVENT, DEVICE));
      line.pulse();
      machine.resume();

      assertThat(machine.result(0)).isEqualTo(OTHER_LPI);
    }
  }

  private static MessageLine line(GicMachine machine) {
    return machine.gic().messages().orElseThrow().createLine().orElseThrow();
  }

  /** Sets up two LPIs, stores where nothing is, and then tells which interrupt it gets. */
  private static A64 program() {
    A64 code = new A64();
    new GuestGicV3().start(code, 0);
    GuestIts its = new GuestIts(code);
    its.configure(LPI, 0xa0, true);
    its.configure(OTHER_LPI, 0xa0, true);
    its.start();
    its.map(DEVICE);
    its.map(DEVICE, EVENT, LPI);
    its.map(DEVICE, OTHER_EVENT, OTHER_LPI);
    code.mov(9, 0x0900_0000).store(8, 9, 9);
    return ItsStateIT.acknowledge(code).powerOff();
  }
}
