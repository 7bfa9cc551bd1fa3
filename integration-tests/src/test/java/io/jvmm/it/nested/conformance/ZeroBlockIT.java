package io.jvmm.it.nested.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.guest.A64;
import io.jvmm.it.nested.TestMachine;
import io.jvmm.it.nested.TestMachine.Outcome;
import io.jvmm.monitor.machine.GuestLayout;
import io.jvmm.monitor.machine.MachineRunner;
import io.jvmm.monitor.machine.MachineStatistics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * DC ZVA where there is no memory. On what a guest maps as device memory, and without address
 * translation all is, the processor itself refuses it: so this guest maps everything as memory.
 */
class ZeroBlockIT {
  private static final long UART = GuestLayout.PL011.start().value();
  private static final long TABLE = GuestLayout.RAM_START.value() + 0x0300_0000;
  private static final long NOTHING = 0x0b00_0000;
  private static final long WRITE_BACK = 0xff; // MAIR_EL1
  private static final long GIBIBYTE_OF_MEMORY = 0b111_0000_0001; // AF, inner shareable, block
  private static final long TRANSLATION = 1 << 23 | 3 << 12 | 25; // TCR_EL1: EPD1, SH0, 39 bits
  private static final int MMU_ON = 1; // SCTLR_EL1.M

  @TempDir private Path directory;

  @Test
  void aBlockIsZeroedByStoresOfEightBytes() {
    A64 program = mapEverythingAsMemory(new A64());
    program.mov(1, NOTHING).systemInstruction(1, 3, 7, 4, 1); // DC ZVA
    program.readSystem(2, 3, 3, 0, 0, 7).add(2, 2, 'a').mov(1, UART).store(1, 2, 1); // DCZID_EL0
    List<MachineRunner> runners = new ArrayList<>();

    Outcome outcome = TestMachine.running(program.powerOff(), directory).run(false, runners::add);

    assertThat(outcome.output()).matches("[b-j]");
    int words = 1 << (outcome.output().charAt(0) - 'a');
    MachineStatistics statistics = runners.getFirst().statistics().orElseThrow();
    assertThat(statistics.unmappedAccesses()).isEqualTo(words / 2);
  }

  /** Two entries of a level 1 table: devices, and the first GiB of RAM. */
  private static A64 mapEverythingAsMemory(A64 program) {
    program.mov(1, TABLE).mov(2, GIBIBYTE_OF_MEMORY).store(8, 2, 1);
    program.mov(1, TABLE + 8).mov(2, GuestLayout.RAM_START.value() | GIBIBYTE_OF_MEMORY);
    program.store(8, 2, 1).barrier();
    program.mov(1, WRITE_BACK).writeSystem(1, 3, 0, 10, 2, 0); // MAIR_EL1
    program.mov(1, TRANSLATION).writeSystem(1, 3, 0, 2, 0, 2); // TCR_EL1
    program.mov(1, TABLE).writeSystem(1, 3, 0, 2, 0, 0).synchronise(); // TTBR0_EL1
    program.readSystem(1, 3, 0, 1, 0, 0).mov(2, MMU_ON).or(1, 1, 2); // SCTLR_EL1
    return program.writeSystem(1, 3, 0, 1, 0, 0).synchronise();
  }
}
