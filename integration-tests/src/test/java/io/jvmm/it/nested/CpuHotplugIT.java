package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Checkout;
import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Linux guest with two processors, and what its kernel makes of them. */
class CpuHotplugIT {
  private static final String CPU1 = "/sys/devices/system/cpu/cpu1/online";

  @Test
  void linuxTurnsAProcessorOffAndOnAndFindsStolenTimePerformanceMonitorsAndAnAlarm(
      @TempDir Path directory) throws Exception {
    Path two = directory.resolve("two.json");
    String one = Files.readString(Checkout.prepared("hello"));
    Files.writeString(two, one.replace("\"cpus\":1", "\"cpus\":2"));
    String commands =
        """
        echo 0 >%1$s; echo "now $(nproc)"; echo 1 >%1$s; echo "then $(nproc)"
        dmesg | grep -i -e 'stolen time' -e 'PMU driver'
        echo +2 >/sys/class/rtc/rtc0/wakealarm; sleep 4; grep rtc-pl031 /proc/interrupts; poweroff
        """
            .formatted(CPU1);

    Result result =
        Shell.run(commands, List.of(Checkout.launcher().toString(), "run", two.toString()));

    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(result.output()).contains("now 1").contains("then 2");
    assertThat(result.output()).contains("using stolen time PV").contains("armv8_pmuv3");
    assertThat(result.output()).containsPattern("[0-9]+: +1 .*rtc-pl031");
  }
}
