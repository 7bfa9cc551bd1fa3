package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Checkout;
import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the release's doctor finds on a real {@code /dev/kvm}, beside what the kernel says. */
class DoctorIT {
  @Test
  void whatItFindsIsWhatTheKernelSays() throws Exception {
    JsonNode diagnosis = diagnose();
    JsonNode checks = diagnosis.get("checks");

    assertThat(diagnosis.get("runs").asBoolean()).isTrue();
    assertThat(diagnosis.get("accelerator").asString()).isEqualTo("kvm");
    assertThat(found(checks, "KVM_GET_API_VERSION")).isEqualTo("12");
    assertThat(found(checks, "page size")).isEqualTo(Integer.toString(pageSize()));
    assertThat(Integer.parseInt(found(checks, "KVM_CAP_MAX_VCPUS"))).isGreaterThanOrEqualTo(4);
    assertThat(Integer.parseInt(found(checks, "KVM_CAP_ARM_VM_IPA_SIZE"))).isBetween(32, 52);
    assertThat(isOk(checks, "GIC_V3")).isEqualTo(hostHasGicV3());
    assertThat(isOk(checks, "/dev/net/tun")).isEqualTo(Files.exists(Path.of("/dev/net/tun")));
    assertThat(isOk(checks, "passt")).isEqualTo(Files.exists(Path.of("/usr/bin/passt")));
    assertThat(isOk(checks, "huge pages")).isEqualTo(pagesAreAlwaysHuge());
  }

  @Test
  void theVersionOfKvmsInterfaceIsTold() throws Exception {
    Result result = jvmm("version", "--json");

    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(new JsonMapper().readTree(result.output()).get("kvm").asInt()).isEqualTo(12);
  }

  private static JsonNode diagnose() throws IOException, InterruptedException {
    Result result = jvmm("doctor", "--json");
    assertThat(result.status()).as(result.toString()).isZero();
    return new JsonMapper().readTree(result.output());
  }

  private static Result jvmm(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Checkout.launcher().toString()));
    command.addAll(List.of(arguments));
    return Shell.run("", command);
  }

  private static String found(JsonNode checks, String check) {
    return named(checks, check).get("found").asString();
  }

  private static boolean isOk(JsonNode checks, String check) {
    return named(checks, check).get("state").asString().equals("ok");
  }

  private static JsonNode named(JsonNode checks, String name) {
    return checks
        .valueStream()
        .filter(each -> each.get("check").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** In bytes (proc_pid_smaps(5)). */
  private static int pageSize() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/smaps")).stream()
        .filter(line -> line.startsWith("KernelPageSize:"))
        .mapToInt(line -> Integer.parseInt(line.replaceAll("[^0-9]", "")) << 10)
        .min()
        .orElseThrow();
  }

  private static boolean hostHasGicV3() throws IOException {
    return Files.readString(Path.of("/proc/interrupts")).contains("GICv3");
  }

  private static boolean pagesAreAlwaysHuge() throws IOException {
    Path choice = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    return Files.exists(choice) && Files.readString(choice).contains("[always]");
  }
}
