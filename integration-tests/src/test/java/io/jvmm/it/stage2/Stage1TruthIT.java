package io.jvmm.it.stage2;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.stage2.TranslatingMachine.Answers;
import io.jvmm.it.stage2.TranslatingMachine.Probe;
import io.jvmm.lpae.FaultKind;
import io.jvmm.stage1.PageAttributes;
import io.jvmm.stage1.Stage1Registers;
import io.jvmm.stage1.Stage1Translation.Fault;
import io.jvmm.stage1.Stage1Translation.Translated;
import io.jvmm.stage1.Stage1Walker;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a processor makes of a guest's stage-1 tables, and what our walker makes of them. */
class Stage1TruthIT {
  private static final String CPU = "max";
  private static final int PHYSICAL_BITS = 52;
  private static final int MAPS = 64;
  private static final int ADDRESSES = 8192;

  @TempDir private Path directory;

  @Test
  void theWalkerAgreesWithTheProcessor() throws Exception {
    boolean reservedBlocks = Qemu.rejectsReservedBlocks();
    try (Arena arena = Arena.ofShared()) {
      TranslatingMachine machine = new TranslatingMachine(directory, arena);
      Map<Stage1Walker, Answers> maps = new LinkedHashMap<>();
      for (int seed = 0; seed < MAPS; seed++) {
        RandomStage1 map = new RandomStage1(machine, seed, reservedBlocks);
        Regime regime = map.regime();
        maps.put(walker(regime, machine), machine.ask(regime, map.addresses(ADDRESSES)));
      }

      assertAgreement("stage 1", machine, maps);
    }
  }

  @Test
  void withoutTranslationTheyAgreeToo() throws Exception {
    try (Arena arena = Arena.ofShared()) {
      TranslatingMachine machine = new TranslatingMachine(directory, arena);
      Map<Stage1Walker, Answers> maps = new LinkedHashMap<>();
      Random random = new Random(1);
      for (long tags = 0; tags < 4; tags++) {
        Regime regime = Regime.ofNothing(tags << 37); // TBI1, TBI0
        List<Long> addresses = new ArrayList<>();
        for (int i = 0; i < ADDRESSES; i++) {
          addresses.add(random.nextLong() >> random.nextInt(64));
        }
        maps.put(walker(regime, machine), machine.ask(regime, addresses));
      }

      assertAgreement("stage 1 off", machine, maps);
    }
  }

  private static Stage1Walker walker(Regime regime, TranslatingMachine machine) {
    Stage1Registers registers =
        new Stage1Registers(
            regime.ttbr0(), regime.ttbr1(), regime.tcr(), regime.sctlr(), PHYSICAL_BITS);
    return new Stage1Walker(registers, machine.tables());
  }

  private static void assertAgreement(
      String what, TranslatingMachine machine, Map<Stage1Walker, Answers> maps) throws Exception {
    machine.run(CPU);

    Comparison comparison = new Comparison();
    maps.forEach((walker, answers) -> compare(walker, answers, comparison));
    System.out.printf("%s: %s%n", what, comparison);
    assertThat(comparison.disagreements()).isEmpty();
  }

  /** Stage 1's shareability is not something that our walker tells. */
  private static void compare(Stage1Walker walker, Answers answers, Comparison comparison) {
    for (int i = 0; i < answers.count(); i++) {
      for (Probe probe : Probe.values()) {
        Par theirs = Par.of(answers.par(i, probe)).withoutShareability();
        comparison.add(
            answers.address(i), probe, expected(walker, answers.address(i), probe), theirs);
      }
    }
  }

  private static Par expected(Stage1Walker walker, long address, Probe probe) {
    return switch (walker.translate(address)) {
      case Fault fault -> Par.fault(fault.status(), false);
      case Translated(long ipa, int level, PageAttributes attributes) -> {
        boolean permitted =
            (attributes.writable() || !probe.writes())
                && (attributes.unprivileged() || !probe.isUnprivileged());
        int type = (int) (RandomStage1.MAIR >>> (8 * attributes.memoryType())) & 0xff;
        yield permitted
            ? Par.success(ipa, type, 0)
            : Par.fault(FaultKind.PERMISSION.status(level), false);
      }
    };
  }
}
