package io.jvmm.it.insn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Executes the same loads and stores by QEMU and by jvmm, and requires the same registers and the
 * same memory. {@code -Djvmm.oracle.cases=N} sets how many, {@code -Djvmm.oracle.seed=N} which.
 */
class InstructionOracleIT {
  private static final int CASES = Integer.getInteger("jvmm.oracle.cases", 6_000);
  private static final long SEED = Long.getLong("jvmm.oracle.seed", 1);
  private static final int CASES_PER_PROGRAM = 6_000;

  @TempDir private Path directory;

  static Stream<ByteOrder> byteOrders() {
    return Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
  }

  @ParameterizedTest
  @MethodSource("byteOrders")
  void everyInstructionDoesWhatItDoesInQemu(ByteOrder order) throws Exception {
    QemuUser qemu = QemuUser.forData(order);
    Random random = new Random(SEED);
    List<String> differences = new ArrayList<>();

    for (int left = CASES; left > 0; left -= CASES_PER_PROGRAM) {
      int cases = Math.min(left, CASES_PER_PROGRAM);
      List<OracleCase> batch = new OracleCases(random, order, cases).all();
      OracleProgram program = new OracleProgram(batch, order);
      byte[] records = qemu.run(program.elf(), directory);
      batch.forEach(each -> compare(each, program, records, order, differences));
    }

    assertThat(differences).as("%d differences", differences.size()).isEmpty();
  }

  private static void compare(
      OracleCase each, OracleProgram program, byte[] records, ByteOrder order, List<String> found) {
    int at = each.number() * ProcessorImage.BYTES;
    ProcessorImage expected =
        new ProcessorImage(Arrays.copyOfRange(records, at, at + ProcessorImage.BYTES), order);
    ProcessorImage actual = new EmulatedCase(each, program.code()).execute(order);
    String difference = actual.differenceTo(expected);
    if (!difference.isEmpty()) {
      found.add(each + ":" + difference);
    }
  }
}
