package io.jvmm.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.testkit.LogCapture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemLogTest {
  private final ProblemLog problems = new ProblemLog("disk0");

  @Test
  void aProblemIsReportedWithTheDevicesName() {
    try (LogCapture log = LogCapture.start()) {
      problems.warn("it broke");
      assertThat(log.lines()).containsExactly("disk0: it broke");
    }
  }

  @Test
  void theSameProblemIsReportedOnce() {
    try (LogCapture log = LogCapture.start()) {
      problems.warn("it broke");
      problems.warn("it broke");
      assertThat(log.lines()).hasSize(1);
    }
  }

  @Test
  void aGuestCannotFillTheLog() {
    List<String> expected = new ArrayList<>();
    for (int i = 1; i < ProblemLog.MAX_LINES; i++) {
      expected.add("disk0: problem " + i);
    }
    expected.add("disk0: problem 16 (no more of this device's problems are reported)");
    try (LogCapture log = LogCapture.start()) {
      for (int i = 1; i <= 100; i++) {
        problems.warn("problem " + i);
      }
      assertThat(log.lines()).containsExactlyElementsOf(expected);
    }
  }
}
