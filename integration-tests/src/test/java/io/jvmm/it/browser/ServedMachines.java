package io.jvmm.it.browser;

import io.jvmm.it.Checkout;
import io.jvmm.it.Shell;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code jvmm serve} at a port, as a user starts it, with a directory of machines of its own. */
final class ServedMachines implements AutoCloseable {
  static final String TOKEN = "0123456789abcdef0123456789abcdef";

  private final Path state;
  private final Process server;
  private final String address;

  private ServedMachines(Path state, Process server, String address) {
    this.state = state;
    this.server = server;
    this.address = address;
  }

  /** Starts it; it serves when this returns. */
  static ServedMachines start(Path directory) throws IOException {
    Path token = Files.writeString(directory.resolve("token"), TOKEN + "\n");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    String place = "127.0.0.1:" + freePort();
    ProcessBuilder builder =
        jvmm(directory, "serve", "--listen", place, "--token-file", token.toString());
    Process server = builder.redirectErrorStream(true).start();
    BufferedReader said = server.inputReader(StandardCharsets.UTF_8);
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.contains("serving at")) {
        return new ServedMachines(directory, server, "http://" + place + "/");
      }
    }
    throw new AssertionError("jvmm serve has ended");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static ProcessBuilder jvmm(Path state, String... words) {
    ProcessBuilder builder = new ProcessBuilder(Checkout.launcher().toString());
    builder.command().addAll(List.of(words));
    builder.environment().put("XDG_STATE_HOME", state.toString());
    return builder;
  }

  /** The console's address. */
  String address() {
    return address;
  }

  /** Kills the machine of a name, if it runs. */
  void kill(String name) throws IOException, InterruptedException {
    Shell.run(jvmm(state, "kill", name), "");
  }

  @Override
  public void close() {
    server.destroy();
    server.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
