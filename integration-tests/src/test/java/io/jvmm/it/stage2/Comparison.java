package io.jvmm.it.stage2;

import io.jvmm.it.stage2.TranslatingMachine.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What two translations of the same addresses came to. */
final class Comparison {
  private static final int MOST_SHOWN = 20;

  private final List<String> disagreements = new ArrayList<>();
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private int compared;
  private int different;

  void add(long address, Probe probe, Par ours, Par theirs) {
    compared++;
    outcomes.merge(theirs.outcome(), 1, Integer::sum);
    if (!ours.equals(theirs)) {
      different++;
      if (disagreements.size() < MOST_SHOWN) {
        disagreements.add("%s of 0x%x: ours %s; theirs %s".formatted(probe, address, ours, theirs));
      }
    }
  }

  /** The first ones. */
  List<String> disagreements() {
    return disagreements;
  }

  @Override
  public String toString() {
    return "%d translations compared, %d differ; %s".formatted(compared, different, outcomes);
  }
}
