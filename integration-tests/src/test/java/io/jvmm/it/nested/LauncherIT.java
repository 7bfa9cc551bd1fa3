package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Checkout;
import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import io.jvmm.it.guest.A64;
import io.jvmm.monitor.machine.GuestLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The release's own launcher inside the ARM64 host: what a user of an ARM64 machine runs, taking
 * the direct path. Where the guest does not matter it is one of a few instructions.
 */
class LauncherIT {
  private static final long UART = GuestLayout.PL011.start().value();

  @TempDir private Path directory;

  @Test
  void theSmallExampleAnswersAPipedCommandStartsAgainAndEndsWithItsInput() throws Exception {
    String hello = Checkout.prepared("hello").toString();

    Result result = jvmm("echo $((6 * 7)); reboot\n", "run", "--bhyve-status", hello);

    assertThat(result.status()).as("bhyve's, for powered off: %s", result).isEqualTo(1);
    assertThat(result.output()).contains("42");
    assertThat(result.output().split("Hello from Linux", -1)).as("boots, plus one").hasSize(3);
    assertThat(result.errors())
        .hasLineCount(1)
        .contains("GICv3 (KVM)")
        .contains("the host offers it");
  }

  @Test
  void aRebootIsTheEndWhereTheUserWantsNone() throws Exception {
    Result result = jvmm("", "run", "--no-reboot", "--bhyve-status", machine(resetting()));

    assertThat(result.status()).as("bhyve's, for rebooted: %s", result).isZero();
    assertThat(result.output()).isEqualTo("up\n");
  }

  @Test
  void aGuestThatOutlivesItsTimeoutIsStopped() throws Exception {
    Result result = jvmm("", "run", "--timeout", "3", machine(idle()));

    assertThat(result.status()).isEqualTo(5);
    assertThat(result.errors()).contains("3 seconds are over");
  }

  @Test
  void aTerminationSignalStopsTheMachineWithStatusTwo() throws Exception {
    String script =
        """
        '%s' run '%s' </dev/zero >'%3$s' &
        until grep -q up '%3$s'; do sleep 1; done
        kill -TERM $!
        wait $!
        """
            .formatted(Checkout.launcher(), machine(idle()), directory.resolve("output"));

    Result result = Shell.run("", List.of("sh", "-c", script));

    assertThat(result.status()).as(result.toString()).isEqualTo(2);
    assertThat(result.errors()).contains("SIGTERM");
  }

  @Test
  void withoutPermissionOnKvmTheErrorSaysWhatToDo() throws Exception {
    // Everybody may read these; nobody gets as far as finding out that it is no kernel.
    Path specification = Checkout.prepared("hello").resolveSibling("unprivileged.json");
    Files.writeString(
        specification,
        "{\"name\": \"a\", \"boot\": {\"kernel\": \"%s\"}}".formatted(Checkout.launcher()));
    List<String> asNobody =
        List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--");

    Result result = Shell.run("", command(asNobody, "run", specification.toString()));

    assertThat(result.status()).as(result.toString()).isEqualTo(4);
    assertThat(result.errors()).contains("/dev/kvm").doesNotContain("Exception");
  }

  private static A64 resetting() {
    return new A64().print("up\n", UART).mov(0, A64.SYSTEM_RESET).hypervisorCall();
  }

  private static A64 idle() {
    return new A64().print("up\n", UART).label("idle").waitForInterrupt().branch("idle");
  }

  /** The specification of a machine that runs this. */
  private String machine(A64 program) throws IOException {
    Path kernel = Files.write(directory.resolve("Image"), program.image());
    String json =
        "{\"name\": \"a\", \"memory\": \"64MiB\", \"boot\": {\"kernel\": \"%s\"}}"
            .formatted(kernel);
    return Files.writeString(directory.resolve("machine.json"), json).toString();
  }

  private static Result jvmm(String input, String... arguments)
      throws IOException, InterruptedException {
    return Shell.run(input, command(List.of(), arguments));
  }

  private static List<String> command(List<String> before, String... arguments) {
    List<String> command = new ArrayList<>(before);
    command.add(Checkout.launcher().toString());
    command.addAll(List.of(arguments));
    return command;
  }
}
