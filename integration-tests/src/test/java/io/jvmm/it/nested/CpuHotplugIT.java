package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Checkout;
import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Linux guest with two processors, and what its kernel makes of them. */
class CpuHotplugIT {
  private static final String CPU1 = "/sys/devices/system/cpu/cpu1/online";

  @TempDir private Path directory;

  @Test
  void aProcessorIsTurnedOffAndOnAgain() throws Exception {
    String commands =
        "echo 0 >%1$s; echo \"now $(nproc)\"; echo 1 >%1$s; echo \"then $(nproc)\"; poweroff\n"
            .formatted(CPU1);

    Result result = run(commands);

    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(result.output()).contains("now 1").contains("then 2");
  }

  @Test
  void theKernelFindsStolenTimeAndThePerformanceMonitors() throws Exception {
    Result result = run("dmesg | grep -i -e 'stolen time' -e 'PMU driver'; poweroff\n");

    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(result.output()).contains("using stolen time PV").contains("armv8_pmuv3");
  }

  private Result run(String commands) throws IOException, InterruptedException {
    String one = Files.readString(Checkout.prepared("hello"));
    Path two = directory.resolve("two.json");
    Files.writeString(two, one.replace("\"cpus\":1", "\"cpus\":2"));
    return Shell.run(commands, List.of(Checkout.launcher().toString(), "run", two.toString()));
  }
}
