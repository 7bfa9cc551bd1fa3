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
import org.junit.jupiter.api.io.TempDir;

/**
 * Unmodified Debian kernels under the release's own launcher, inside the ARM64 host: what a user of
 * an ARM64 machine runs, taking the direct path.
 */
class GuestLinuxIT {
  @Test
  void theSmallExampleAnswersAPipedCommandAndPowersOff() throws Exception {
    Result result = jvmm("echo $((6 * 7)); poweroff\n", "run", hello());

    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(result.output()).contains("42");
    assertThat(result.errors())
        .hasLineCount(1)
        .contains("GICv3 (KVM)")
        .contains("the host offers it");
  }

  @Test
  void theEndOfInputEndsTheSmallExampleWithTheStatusThatBhyveHasForIt() throws Exception {
    assertThat(jvmm("", "run", "--bhyve-status", hello()).status()).isEqualTo(1);
  }

  @Test
  void aGuestThatRebootsIsStartedAgain() throws Exception {
    Result result = jvmm("reboot\n", "run", hello());

    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(result.output().split("Hello from Linux", -1)).hasSize(3);
  }

  @Test
  void aRebootIsTheEndWhereTheUserWantsNone() throws Exception {
    Result result = jvmm("reboot\n", "run", "--no-reboot", "--bhyve-status", hello());

    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(result.output()).containsOnlyOnce("Hello from Linux");
  }

  @Test
  void aGuestThatOutlivesItsTimeoutIsStopped() throws Exception {
    Result result = jvmm("sleep 1000\n", "run", "--timeout", "3", hello());

    assertThat(result.status()).isEqualTo(5);
    assertThat(result.errors()).contains("3 seconds are over");
  }

  @Test
  void aTerminationSignalStopsTheMachineWithStatusTwo(@TempDir Path directory) throws Exception {
    String script =
        """
        '%s' run '%s' </dev/zero >'%3$s' &
        until grep -q 'hello:~# ' '%3$s'; do sleep 1; done
        kill -TERM $!
        wait $!
        """
            .formatted(Checkout.launcher(), hello(), directory.resolve("output"));

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

  private static String hello() {
    return Checkout.prepared("hello").toString();
  }
}
