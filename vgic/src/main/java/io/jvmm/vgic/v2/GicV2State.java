package io.jvmm.vgic.v2;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The state of a GICv2, ours or KVM's: what its registers hold, by their names in Arm IHI 0048B.
 * Immutable.
 *
 * @param interrupts how many INTIDs it has, with SGIs and PPIs
 * @param shared the words of the distributor's registers for SPIs; and {@value #LINES}, the levels
 *     of their signals, where the GIC can tell
 * @param processors for each vCPU the words of the distributor's banked registers, and those of its
 *     CPU interface
 */
public record GicV2State(
    int interrupts,
    Map<String, List<Integer>> shared,
    List<Map<String, List<Integer>>> processors) {
  static final String LINES = "lines";

  /** Copies. */
  public GicV2State {
    shared = copyOf(shared);
    processors = processors.stream().map(GicV2State::copyOf).toList();
  }

  private static Map<String, List<Integer>> copyOf(Map<String, List<Integer>> registers) {
    return registers.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> List.copyOf(each.getValue())));
  }
}
