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
  private static final int TOUCHED_MIB = 4; // of each machine's memory

  @TempDir private Path directory;

  /** What the process held when a machine had just been built. */
  private record Footprint(long openFiles, long threads, long residentBytes, long virtualBytes) {
    static Footprint now() {
      System.gc();
      return new Footprint(entries("fd"), entries("task"), status("VmRSS:"), status("VmSize:"));
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
        .memory("512MiB")
        .watchOutput(_ -> footprints.add(Footprint.now()))
        .stopWhenPrinted(".".repeat(RESETS + 1))
        .run();

    Footprint early = footprints.get(SETTLED);
    Footprint late = footprints.get(RESETS);
    assertThat(late.openFiles() - early.openFiles())
        .as("growth in open files; some of earlier tests may be closed meanwhile")
        .isNotPositive();
    assertThat(late.threads() - early.threads())
        .as("growth in threads; Java starts compilers of its own, each machine has several")
        .isLessThan(RESETS - SETTLED);
    assertThat(late.residentBytes() - early.residentBytes())
        .as("growth of resident memory; one machine's share is %d MiB", TOUCHED_MIB)
        .isLessThan(4 * TOUCHED_MIB * MIB);
    assertThat(late.virtualBytes() - early.virtualBytes())
        .as("growth of the address space; one machine's RAM is 512 MiB")
        .isLessThan(512 * MIB);
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
