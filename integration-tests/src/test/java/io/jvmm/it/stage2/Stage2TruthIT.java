package io.jvmm.it.stage2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jvmm.it.stage2.TranslatingMachine.Answers;
import io.jvmm.it.stage2.TranslatingMachine.Probe;
import io.jvmm.lpae.FaultKind;
import io.jvmm.lpae.Granule;
import io.jvmm.stage2.Stage2Access;
import io.jvmm.stage2.Stage2Attributes;
import io.jvmm.stage2.Stage2Config;
import io.jvmm.stage2.Translation.Fault;
import io.jvmm.stage2.Translation.Mapped;
import io.jvmm.stage2.Walker;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a processor makes of our stage-2 tables, and what our walker makes of them. */
class Stage2TruthIT {
  private static final int MAPS = 8;
  private static final int ADDRESSES = 16_384;

  @TempDir private Path directory;

  /** Granule, guest-physical and output bits; the processor, and its physical address bits. */
  @ParameterizedTest
  @CsvSource({
    "SIZE_4K, 40, 40, cortex-a57, 44",
    "SIZE_4K, 32, 36, cortex-a57, 44",
    "SIZE_4K, 48, 48, max, 52",
    "SIZE_4K, 52, 52, max, 52",
    "SIZE_16K, 48, 48, max, 52",
    "SIZE_16K, 51, 52, max, 52",
    "SIZE_64K, 40, 44, cortex-a57, 44",
    "SIZE_64K, 52, 52, max, 52"
  })
  void theWalkerAgreesWithTheProcessor(
      Granule granule, int ipaBits, int outputBits, String cpu, int physicalBits) throws Exception {
    assertAgreement(new Stage2Config(granule, ipaBits, outputBits), cpu, physicalBits);
  }

  /** QEMU before 8.0 takes SL0 0b11 of the 16 KiB granule for a mistake, DS or not. */
  @Test
  void theWalkerAgreesWhereThe16KibibyteGranuleStartsAtLevelZero() throws Exception {
    assumeThat(Qemu.majorVersion()).isGreaterThanOrEqualTo(8);

    assertAgreement(new Stage2Config(Granule.SIZE_16K, 52, 52), "max", 52);
  }

  private void assertAgreement(Stage2Config config, String cpu, int physicalBits) throws Exception {
    boolean reservedBlocks = Qemu.rejectsReservedBlocks();
    try (Arena arena = Arena.ofShared()) {
      TranslatingMachine machine = new TranslatingMachine(directory, arena);
      Map<Walker, Answers> maps = new LinkedHashMap<>();
      for (int seed = 0; seed < MAPS; seed++) {
        RandomStage2 map = new RandomStage2(config, machine, seed, reservedBlocks);
        Regime regime = Regime.ofStage2(config.vttbr(map.root(), seed), config.vtcr());
        Answers answers = machine.ask(regime, map.addresses(ADDRESSES));
        maps.put(new Walker(config, machine.tables(), map.root()), answers);
      }

      machine.run(cpu);

      Comparison comparison = new Comparison();
      maps.forEach((walker, answers) -> compare(walker, answers, physicalBits, comparison));
      System.out.printf("%s: %s%n", config, comparison);
      assertThat(comparison.disagreements()).isEmpty();
    }
  }

  private static void compare(
      Walker walker, Answers answers, int physicalBits, Comparison comparison) {
    for (int i = 0; i < answers.count(); i++) {
      for (Probe probe : Probe.values()) {
        long address = answers.address(i);
        Par expected =
            address >>> physicalBits == 0
                ? expected(walker, address, probe)
                : Par.fault(FaultKind.ADDRESS_SIZE.status(0), false); // by stage 1, which is off
        comparison.add(address, probe, expected, Par.of(answers.par(i, probe)));
      }
    }
  }

  private static Par expected(Walker walker, long address, Probe probe) {
    Stage2Access access = probe.writes() ? Stage2Access.WRITE : Stage2Access.READ;
    return switch (walker.walk(address, access)) {
      case Fault fault -> Par.fault(fault.status(), true);
      case Mapped mapped -> success(mapped);
    };
  }

  /** Device memory and memory that is not cached count as outer shareable (Arm ARM, PAR_EL1.SH). */
  private static Par success(Mapped mapped) {
    Stage2Attributes attributes = mapped.attributes();
    int shareability =
        switch (attributes.shareability()) {
          case NONE -> 0b00;
          case OUTER -> 0b10;
          case INNER -> 0b11;
        };
    return switch (attributes.memory()) {
      case DEVICE_NGNRNE -> Par.success(mapped.output(), 0x00, 0b10);
      case DEVICE_NGNRE -> Par.success(mapped.output(), 0x04, 0b10);
      case DEVICE_NGRE -> Par.success(mapped.output(), 0x08, 0b10);
      case DEVICE_GRE -> Par.success(mapped.output(), 0x0c, 0b10);
      case NORMAL_NON_CACHEABLE -> Par.success(mapped.output(), 0x44, 0b10);
      case NORMAL_WRITE_THROUGH -> Par.success(mapped.output(), 0xbb, shareability);
      case NORMAL_WRITE_BACK -> Par.success(mapped.output(), 0xff, shareability);
    };
  }
}
