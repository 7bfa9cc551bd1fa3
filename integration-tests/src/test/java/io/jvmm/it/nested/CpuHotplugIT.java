package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.nested.TestMachine.Outcome;
import io.jvmm.vmm.StopReason.Kind;
import org.junit.jupiter.api.Test;

/** A Linux guest with two processors, and what its kernel makes of them. */
class CpuHotplugIT {
  private static final String CPU1 = "/sys/devices/system/cpu/cpu1/online";

  @Test
  void linuxTurnsAProcessorOffAndOnAndFindsStolenTimePerformanceMonitorsAndAnAlarm() {
    String commands =
        """
        echo 0 >%1$s; echo "now $(nproc)"; echo 1 >%1$s; echo "then $(nproc)"
        dmesg | grep -i -e 'stolen time' -e 'PMU driver'
        echo +2 >/sys/class/rtc/rtc0/wakealarm; sleep 4; grep rtc-pl031 /proc/interrupts; poweroff
        """
            .formatted(CPU1);

    Outcome result = TestMachine.example("hello").cpus(2).input(commands).run();

    assertThat(result.reason().kind()).as(result.output()).isEqualTo(Kind.POWERED_OFF);
    assertThat(result.output()).contains("now 1").contains("then 2");
    assertThat(result.output()).contains("using stolen time PV").contains("armv8_pmuv3");
    assertThat(result.output()).containsPattern("[0-9]+: +1 .*rtc-pl031");
  }
}
