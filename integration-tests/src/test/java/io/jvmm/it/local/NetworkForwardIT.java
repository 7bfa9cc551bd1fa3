package io.jvmm.it.local;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Checkout;
import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A port of this machine that leads into a guest, wherever the machine runs. */
@Timeout(480)
class NetworkForwardIT {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final String SERVER =
      "(echo served | nc -l -p 23) & until grep -q :0017 /proc/net/tcp; do usleep 10000; done;"
          + " echo now $((1 + 1)) listening; wait; poweroff\n";

  @TempDir private Path directory;

  @Test
  void aServerInTheGuestAnswersOnThisMachinesLoopback() throws Exception {
    int port = freePort();
    Process machine =
        new ProcessBuilder(command(port)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (OutputStream input = machine.getOutputStream()) {
      input.write(SERVER.getBytes(US_ASCII));
      input.flush();
      await("now 2 listening", machine.inputReader());

      try (Socket socket = new Socket(LOOPBACK, port)) {
        assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
            .isEqualTo("served\n");
      }
    }
    assertThat(machine.waitFor()).isZero();
  }

  @Test
  void aPortInUseIsRefusedBeforeAnythingStarts() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, LOOPBACK)) {
      Result result = Shell.run("", command(other.getLocalPort()));

      assertThat(result.status()).isEqualTo(4);
      assertThat(result.errors())
          .contains("$.networks[0].forwards[0].host: this machine cannot listen at 127.0.0.1:")
          .doesNotContain("Exception");
    }
  }

  private List<String> command(int port) throws IOException {
    String networks =
        "\"networks\":[{\"type\":\"user\",\"forwards\":[{\"host\":\"127.0.0.1:%d\",\"guest\":23}]}]"
            .formatted(port);
    Path specification =
        Files.writeString(
            directory.resolve("net.json"),
            Files.readString(Checkout.prepared("hello")).replace("\"networks\":[]", networks));
    return List.of(Checkout.launcher().toString(), "run", specification.toString());
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, LOOPBACK)) {
      return probe.getLocalPort();
    }
  }

  private static void await(String text, BufferedReader output) throws IOException {
    StringBuilder printed = new StringBuilder();
    while (printed.indexOf(text) < 0) {
      int next = output.read();
      assertThat(next).as("end of output; before it: %s", printed).isNotNegative();
      printed.append((char) next);
    }
  }
}
