package io.jvmm.vgic.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.InterruptMessage;
import io.jvmm.vmm.memory.GuestAddress;
import io.jvmm.vmm.mmio.Access;
import org.junit.jupiter.api.Test;

class MsiFrameTest {
  private static final GuestAddress START = new GuestAddress(0x0802_0000);
  private static final Access TYPER = new Access(0x008, 4);
  private static final Access SETSPI = new Access(0x040, 4);

  private final Guest guest = Guest.booted(1);
  private final MsiFrame frame = new MsiFrame(guest.gic, START, new IntId(64), 32);

  @Test
  void itTellsWhichInterruptsItHas() {
    assertThat(frame.read(TYPER)).isEqualTo(64L << 16 | 32);
  }

  @Test
  void aMessageIsOneInterrupt() {
    guest.makeEdgeTriggered(95);
    guest.enable(0, 95, 0x80, 1);

    frame.write(SETSPI, 95);

    assertThat(guest.acknowledge(0)).isEqualTo(95);
    guest.end(0, 95);
    assertThat(guest.irq(0)).isFalse();
  }

  @Test
  void aMessageForAnotherInterruptIsIgnored() {
    guest.store(0, Guest.ICFGR + 8, -1);
    for (long intId : new long[] {0, 63, 96, 1023, 0xffff_ffffL}) {
      frame.write(SETSPI, intId);
    }

    assertThat(guest.load(0, Guest.ISPENDR)).isZero();
    assertThat(guest.load(0, Guest.ISPENDR + 4)).isZero();
    assertThat(guest.load(0, Guest.ISPENDR + 8)).isZero();
  }

  @Test
  void aDevicesMessageToTheDoorbellIsAnInterrupt() {
    guest.makeEdgeTriggered(70);
    guest.enable(0, 70, 0x80, 1);

    frame.deliver(new InterruptMessage(START.value() + 0x40, 70, 8));

    assertThat(guest.acknowledge(0)).isEqualTo(70);
  }

  @Test
  void aDevicesMessageToAnotherAddressIsLost() {
    guest.store(0, Guest.ICFGR + 16, -1);
    for (long address : new long[] {START.value(), START.value() + 0x44, 0, -1}) {
      frame.deliver(new InterruptMessage(address, 70, 8));
    }

    assertThat(guest.load(0, Guest.ISPENDR + 8)).isZero();
  }

  @Test
  void itsInterruptsBelongToNobodyElse() {
    assertThatIllegalArgumentException().isThrownBy(() -> guest.gic.levelLine(new IntId(64)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MsiFrame(guest.gic, START, new IntId(95), 1));
  }

  @Test
  void itsNodeIsInTheInterruptControllersNode() {
    DeviceTreeNode gic = frame.addTo(guest.gic.describe(1), 2);

    DeviceTreeNode node = gic.children().getFirst();
    assertThat(gic.properties()).containsKeys("interrupt-controller", "ranges", "phandle");
    assertThat(node.name()).isEqualTo("v2m@8020000");
    assertThat(node.properties())
        .containsKey("msi-controller")
        .containsEntry("arm,msi-base-spi", new byte[] {0, 0, 0, 64})
        .containsEntry("arm,msi-num-spis", new byte[] {0, 0, 0, 32});
  }
}
