package io.jvmm.vgic.v3;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The state of a GICv3, as a value: what {@link GicV3} and {@link GicV3Transfer} save and restore.
 * Which LPIs are pending and how an ITS translates is in guest memory, and not in here.
 *
 * @param distributor the distributor
 * @param redistributors one for each vCPU, in their order
 * @param its its ITS, if it has one
 */
public record GicV3State(
    DistributorState distributor, List<RedistributorState> redistributors, Optional<ItsState> its) {
  /** Copies the list. */
  public GicV3State {
    redistributors = List.copyOf(redistributors);
  }

  /** Without an ITS. */
  public GicV3State(DistributorState distributor, List<RedistributorState> redistributors) {
    this(distributor, redistributors, Optional.empty());
  }

  /** The same with an ITS. */
  public GicV3State with(ItsState state) {
    return new GicV3State(distributor, redistributors, Optional.of(state));
  }

  /**
   * In words, a line for each register block and for each interrupt that differs from its state
   * after reset. Stable: tools and people may compare two of them line by line.
   */
  public String describe() {
    StringBuilder text = new StringBuilder();
    text.append(
        "distributor: ctlr 0x%02x, iidr 0x%08x, %d SPIs\n"
            .formatted(distributor.ctlr(), distributor.iidr(), distributor.interrupts().size()));
    text.append(changed(distributor.interrupts()));
    for (int i = 0; i < redistributors.size(); i++) {
      text.append(describe(i, redistributors.get(i)));
    }
    its.ifPresent(state -> text.append(state.describe()));
    return text.toString();
  }

  private static String describe(int index, RedistributorState state) {
    return "redistributor %d at %s: ctlr 0x%x, propbaser 0x%x, pendbaser 0x%x\n"
            .formatted(
                index,
                Affinity.text(state.affinity()),
                state.ctlr(),
                state.propbaser(),
                state.pendbaser())
        + "  %s\n".formatted(state.cpu().describe())
        + changed(state.interrupts());
  }

  private static String changed(List<InterruptState> interrupts) {
    return interrupts.stream()
        .filter(each -> !each.equals(InterruptState.afterReset(each.intid())))
        .map(each -> "  " + each.describe() + "\n")
        .collect(Collectors.joining());
  }
}
