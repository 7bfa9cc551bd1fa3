package io.jvmm.vgic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jvmm.vmm.irq.EdgeIrq;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.LevelIrq;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpiLinesTest {
  private static final IntId SPI = IntId.spi(1);

  private final RecordingVm vm = RecordingVm.offering();
  private final SpiLines lines = new SpiLines(vm, 48);

  @Test
  void theHostIsToldOnlyWhenALevelChanges() {
    LevelIrq line = lines.level(SPI);

    line.lower();
    line.raise();
    line.raise();
    line.set(true);
    line.lower();
    line.lower();

    assertThat(vm.calls()).containsExactly("SPI 1 up", "SPI 1 down");
  }

  @Test
  void aPulseIsAnEdgeUpAndDown() {
    lines.edge(SPI).pulse();

    assertThat(vm.calls()).containsExactly("SPI 1 up", "SPI 1 down");
  }

  @Test
  void aPulseTakesTheHostsOwnWayWhereThereIsOne() {
    EdgeIrq line = new SpiLines(vm.withLines(), 48).edge(SPI);

    line.pulse();
    line.pulse();

    assertThat(vm.calls()).containsExactly("SPI 1 edge", "SPI 1 edge");
  }

  @Test
  void anSpiHasOneOwner() {
    lines.level(SPI);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> lines.edge(SPI))
        .withMessage("SPI 1 has an owner already");
    assertThatIllegalArgumentException().isThrownBy(() -> lines.level(SPI));
  }

  @Test
  void onlySpisCanBeHandedOut() {
    assertThatIllegalArgumentException().isThrownBy(() -> lines.level(IntId.ppi(11)));
    assertThatIllegalArgumentException().isThrownBy(() -> lines.edge(new IntId(3)));
  }

  @Test
  void anSpiThatTheMachineDoesNotHaveIsRefused() {
    assertThat(lines.level(IntId.spi(47))).isNotNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> lines.level(IntId.spi(48)))
        .withMessage("SPI 48 is none of this machine's SPIs, 0 to 47");
  }

  @Test
  void threadsThatShareALineNeverRepeatALevel() throws InterruptedException {
    LevelIrq line = lines.level(SPI);
    List<Thread> threads = new ArrayList<>();
    for (int seed = 0; seed < 4; seed++) {
      Random random = new Random(seed);
      threads.add(
          Thread.ofPlatform().start(() -> random.ints(5_000).forEach(n -> line.set(n > 0))));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    List<String> calls = vm.calls();
    assertThat(calls).isNotEmpty();
    for (int i = 0; i < calls.size(); i++) {
      assertThat(calls.get(i)).isEqualTo(i % 2 == 0 ? "SPI 1 up" : "SPI 1 down");
    }
  }
}
