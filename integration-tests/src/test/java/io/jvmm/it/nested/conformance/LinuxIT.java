package io.jvmm.it.nested.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.nested.FurnishedDebian;
import io.jvmm.it.nested.TestMachine;
import io.jvmm.it.nested.TestMachine.Outcome;
import io.jvmm.vmm.StopReason.Kind;
import io.jvmm.vmm.irq.InterruptStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Unmodified Linux on every interrupt controller that the host offers: it boots with up to eight
 * processors, complains about neither interrupts nor timers, and sees no spurious interrupt.
 */
@ParameterizedClass
@MethodSource("io.jvmm.it.nested.conformance.GicMode#offeredForLongTests")
record LinuxIT(GicMode gic) {
  /**
   * What the kernel says of warning level or worse about interrupts and timers, but for the one
   * message that only says that a host's processor was busy elsewhere for long: an emulated host
   * with fewer processors than the guest cannot avoid that.
   */
  private static final String COMPLAINTS =
      "dmesg -r | grep -E '^<[0-4]>' | grep -iE 'gic|irq|timer|clocksource'"
          + " | grep -v 'hrtimer: interrupt took'";

  /** How many processors Debian gets; with {@code -Dcpus=N} as many. */
  private static final int CPUS = Integer.getInteger("cpus", 2);

  /**
   * Eight processors on the few of an emulated host wait for each other for long: the kernel's
   * detectors of stalls would measure nothing but the host. A guest that hangs still fails.
   */
  private static final String CROWDED = "nowatchdog rcupdate.rcu_cpu_stall_timeout=120";

  @Test
  void theSmallExampleBootsWithOneProcessor() {
    String commands =
        COMPLAINTS
            + " || echo no complaint; cat /proc/interrupts; dmesg | grep 'running at'; poweroff\n";

    Outcome result = run(TestMachine.example("hello"), commands);

    assertThat(result.output()).containsPattern("(?m)^no complaint\\r?$");
    assertThat(result.output()).containsPattern("27 Level +arch_timer");
    if (gic == GicMode.EMULATED) {
      int megahertz = TestMachine.slowTimerFrequency() / 1_000_000;
      assertThat(result.output()).contains("running at %d.".formatted(megahertz));
    }
    assertNoSpuriousInterrupt(result);
  }

  @Test
  void theSmallExampleBootsWithEightAndSuspendsToMemoryUntilTheAlarmOfItsClock() {
    String commands =
        """
        echo booted with $(nproc); echo enabled > /sys/class/rtc/rtc0/device/power/wakeup
        sleep_until_alarm() {
          cd /sys/class/rtc/rtc0; read count < /sys/power/wakeup_count; echo 0 > wakealarm
          echo $(($(cat since_epoch) + $1)) > wakealarm
          echo $count > /sys/power/wakeup_count && echo mem > /sys/power/state
        }
        for seconds in 4 16 64; do sleep_until_alarm $seconds && break; done
        echo slept: $?; echo woke with $(nproc); dmesg | grep PM:;
        """
            + COMPLAINTS
            + " || echo no complaint; poweroff\n";

    Outcome result = run(TestMachine.example("hello").cpus(8).kernelArgument(CROWDED), commands);

    assertThat(result.output())
        .contains("booted with 8")
        .contains("PM: suspend entry (deep)")
        .contains("PM: suspend exit")
        .containsPattern("(?m)^slept: 0\\r?$")
        .contains("woke with 8")
        .containsPattern("(?m)^no complaint\\r?$");
    assertNoSpuriousInterrupt(result);
  }

  @Test
  void theDebianExampleUsesADeviceOfEveryKind(@TempDir Path directory) throws IOException {
    TestMachine debian = TestMachine.example("debian").gic(gic.choice()).cpus(CPUS);
    if (CPUS > 2) {
      debian.kernelArgument(CROWDED);
    }

    Outcome result =
        new FurnishedDebian(directory, gic.isExamined())
            .run(
                debian,
                COMPLAINTS
                    + """
                       || echo no complaint; cat /proc/interrupts; mount | grep ' / '
                      echo runs on $(nproc); systemctl is-system-running --wait
                      """);

    assertThat(result.output())
        .containsPattern("(?m)^no complaint\\r?$")
        .containsPattern("(?m)^running\\r?$")
        .containsPattern("(?m)^runs on %d\\r?$".formatted(CPUS))
        .containsPattern(" Level +virtio5")
        .containsPattern("(?m)^packed: 1 1 1 1 1 1\\r?$")
        .containsPattern("/dev/vda.* on / type ext4");
    assertNoSpuriousInterrupt(result);
  }

  private void assertNoSpuriousInterrupt(Outcome result) {
    List<InterruptStatistics> counted = result.statistics().interrupts();
    assertThat(counted.isEmpty()).isEqualTo(gic != GicMode.EMULATED);
    assertThat(counted)
        .allSatisfy(
            vcpu -> {
              assertThat(vcpu.acknowledged()).isPositive();
              assertThat(vcpu.spurious()).isZero();
            });
  }

  private Outcome run(TestMachine machine, String typed) {
    Outcome outcome = machine.gic(gic.choice()).input(typed).run();
    assertThat(outcome.reason().kind()).as(outcome.output()).isEqualTo(Kind.POWERED_OFF);
    return outcome;
  }
}
