package io.jvmm.vgic.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.LevelIrq;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateTest {
  private static final int SPI = 40;
  private static final int OTHER = 70;

  private final Guest saved = Guest.booted(2);
  private final Guest restored = new Guest(2);

  @Test
  void aRestoredGicHasTheSameState() {
    saved.enable(0, SPI, 0x80, 2);
    saved.makeEdgeTriggered(SPI);
    saved.store(1, Guest.IGROUPR, 1 << 27);
    saved.store(0, Guest.SGIR, 1 << 17 | 5);
    saved.storeCpu(1, Guest.BPR, 5);

    restored.store(0, Guest.ISENABLER + 8, -1);
    restored.gic.restore(saved.gic.save());

    assertThat(restored.gic.save()).isEqualTo(saved.gic.save());
  }

  @Test
  void anActiveInterruptIsEndedWhereItWasRestored() {
    saved.enable(0, SPI, 0x80, 1);
    saved.makePending(0, SPI);
    saved.acknowledge(0);

    restored.gic.restore(saved.gic.save());

    assertThat(restored.loadCpu(0, Guest.RPR)).isEqualTo(0x80);
    restored.end(0, SPI);
    assertThat(restored.isActive(0, SPI)).isFalse();
    assertThat(restored.loadCpu(0, Guest.RPR)).isEqualTo(0xff);
  }

  @Test
  void aPendingInterruptIsSignalledWhereItIsRestored() {
    saved.store(1, Guest.SGIR, 1 << 16 | 5);

    restored.gic.restore(saved.gic.save());

    assertThat(restored.irq(0)).isTrue();
    assertThat(restored.acknowledge(0)).isEqualTo(1 << 10 | 5);
  }

  @Test
  void aLevelIsRestoredAsALevelAndNotAsAnEvent() {
    saved.enable(0, SPI, 0x80, 1);
    saved.gic.levelLine(new IntId(SPI)).raise();

    restored.gic.restore(saved.gic.save());
    LevelIrq line = restored.gic.levelLine(new IntId(SPI));
    line.raise();
    assertThat(restored.acknowledge(0)).isEqualTo(SPI);
    line.lower();
    restored.end(0, SPI);

    assertThat(restored.irq(0)).isFalse();
  }

  @Test
  void anEdgeThatWasSeenIsNotSeenAgain() {
    saved.makeEdgeTriggered(OTHER);
    saved.gic.levelLine(new IntId(OTHER)).raise();
    saved.store(0, Guest.ICPENDR + 8, -1);

    restored.gic.restore(saved.gic.save());
    restored.gic.levelLine(new IntId(OTHER)).raise();

    assertThat(restored.isPending(0, OTHER)).isFalse();
  }

  @Test
  void theStateOfAGicOfAnotherSizeIsRefused() {
    GicV2State larger = new Guest(2, 128).gic.save();
    GicV2State wider = new Guest(3).gic.save();

    assertThatIllegalArgumentException().isThrownBy(() -> restored.gic.restore(larger));
    assertThatIllegalArgumentException().isThrownBy(() -> restored.gic.restore(wider));
  }

  @Test
  void aStateWithARegisterMissingIsRefused() {
    GicV2State whole = saved.gic.save();
    GicV2State partial = new GicV2State(whole.interrupts(), Map.of(), whole.processors());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> restored.gic.restore(partial))
        .withMessage("the state of a GICv2 lacks GICD_IGROUPR");
  }
}
