package io.jvmm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.provisioning.Progress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyProgressTest implements Progress {
  private static final long MILLISECOND = 1_000_000;

  private final List<Long> shown = new ArrayList<>();
  private long now = Long.MAX_VALUE; // a clock of this kind may overflow
  private final CopyProgress progress = new CopyProgress("disk", 100, this, () -> now);

  @Test
  void nobodyIsToldOfACopyThatTakesNoSecond() {
    at(0, 10);
    at(900, 100);

    assertThat(shown).isEmpty();
  }

  @Test
  void aCopyThatTakesLongerIsShownNowAndThenAndAtItsEnd() {
    at(500, 10);
    at(1000, 20);
    at(1050, 30);
    at(1100, 40);
    at(1101, 100);

    assertThat(shown).containsExactly(20L, 40L, 100L);
  }

  private void at(int milliseconds, long done) {
    now = Long.MAX_VALUE + milliseconds * MILLISECOND;
    progress.accept(done);
  }

  @Override
  public void step(String what) {}

  @Override
  public void update(String what, long done, long total) {
    shown.add(done);
  }
}
