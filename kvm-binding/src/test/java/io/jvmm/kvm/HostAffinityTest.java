package io.jvmm.kvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class HostAffinityTest {
  private static final int NO_SUCH_CPU = 4000;

  @Test
  void aThreadIsTiedToTheCpuItIsGiven() throws Exception {
    String first = allowed().replaceFirst("\\D.*", "");

    assertThat(allowedAfterPinning(Set.of(Integer.valueOf(first)))).isEqualTo(first);
  }

  @Test
  void noCpuAtAllLeavesTheThreadWhereItWas() throws Exception {
    assertThat(allowedAfterPinning(Set.of())).isEqualTo(allowed());
  }

  @Test
  void aCpuThatTheHostHasNotGotIsNamed() {
    assertThatThrownBy(() -> HostAffinity.pinCallingThread(Set.of(NO_SUCH_CPU)))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("{4000}")
        .hasMessageContaining("the host has no such CPU");
  }

  /** On a thread of its own, for the change stays for as long as the thread lives. */
  private static String allowedAfterPinning(Set<Integer> hostCpus)
      throws InterruptedException, ExecutionException {
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      return thread
          .submit(
              () -> {
                HostAffinity.pinCallingThread(hostCpus);
                return allowed();
              })
          .get();
    }
  }

  /** A list such as {@code 0-3,8}. */
  private static String allowed() throws IOException {
    return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
        .filter(line -> line.startsWith("Cpus_allowed_list:"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElseThrow();
  }
}
