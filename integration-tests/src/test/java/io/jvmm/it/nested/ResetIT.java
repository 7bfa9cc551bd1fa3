package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.guest.A64;
import io.jvmm.monitor.machine.GuestLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest that resets again and again, in one process: nothing of the machines before stays. */
class ResetIT {
  private static final int SETTLED = 5; // resets until the JVM has what it needs
  private static final int RESETS = 20;
  private static final long MIB = 1 << 20;
  private static final int PAGE = 4096;
  private static final int RAM_MIB = 512;
  private static final int TOUCHED_MIB = 16; // of each machine's memory

  @TempDir private Path directory;

  /** What the process held when a machine had just been built. */
  private record Footprint(long openFiles, long threads, long residentBytes, long virtualBytes) {
    static Footprint now() {
      System.gc();
      return new Footprint(entries("fd"), entries("task"), status("VmRSS:"), status("VmSize:"));
    }

    /**
     * Fails where anything that each machine has was left by each of so many of them. The JVM's own
     * files, compilers and heap come and go meanwhile, but not in such numbers.
     */
    void assertLessThanOneMachineEachAbove(Footprint early, int machines) {
      String both = "%s, after %d resets more %s".formatted(early, machines, this);
      assertThat(openFiles - early.openFiles).as("open files: %s", both).isLessThan(machines);
      assertThat(threads - early.threads).as("threads: %s", both).isLessThan(machines);
      assertThat(residentBytes - early.residentBytes)
          .as("memory in use, %d MiB by each machine: %s", TOUCHED_MIB, both)
          .isLessThan(MIB * machines * TOUCHED_MIB);
      assertThat(virtualBytes - early.virtualBytes)
          .as("address space, %d MiB of RAM for each machine: %s", RAM_MIB, both)
          .isLessThan(MIB * machines * RAM_MIB);
    }

    private static long entries(String directory) {
      try (Stream<Path> files = Files.list(Path.of("/proc/self", directory))) {
        return files.count();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static long status(String key) {
      try {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith(key))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
            .findFirst()
            .orElseThrow();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void twentyResetsLeaveNeitherFilesNorThreadsNorMemoryBehind() {
    List<Footprint> footprints = new ArrayList<>();

    TestMachine.running(touchMemoryAndReset(), directory)
        .cpus(2)
        .memory(RAM_MIB + "MiB")
        .watchOutput(_ -> footprints.add(Footprint.now()))
        .stopWhenPrinted(".".repeat(RESETS + 1))
        .run();

    Footprint late = footprints.get(RESETS);
    late.assertLessThanOneMachineEachAbove(footprints.get(SETTLED), RESETS - SETTLED);
  }

  private static A64 touchMemoryAndReset() {
    return new A64()
        .mov(1, GuestLayout.RAM_START.value() + 128 * MIB)
        .mov(2, TOUCHED_MIB * MIB / PAGE)
        .mov(4, PAGE)
        .label("touch")
        .store(8, 2, 1)
        .instruction(0x8b04_0021) // ADD x1, x1, x4
        .subtract(2, 2, 1)
        .branchIfNotZero(2, "touch")
        .print(".", GuestLayout.PL011.start().value())
        .mov(0, A64.SYSTEM_RESET)
        .hypervisorCall();
  }
}
