package io.jvmm.nested;

import io.jvmm.provisioning.InitrdBuilder;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Starts an emulator, which outlives this process and its terminal, and waits until its host
 * answers.
 *
 * @param qemu how the emulator is started
 */
record HostLauncher(QemuCommand qemu) {
  private static final String PORT_TAKEN = "Could not set up host forwarding rule";
  private static final int PORT_ATTEMPTS = 5;
  private static final Duration BOOT_LIMIT = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(20);

  /**
   * Starts one.
   *
   * @param directories gives an empty directory for each attempt
   * @throws HostException if the host does not come up
   */
  HostDirectory launch(Supplier<HostDirectory> directories) {
    for (int attempt = 1; ; attempt++) {
      HostDirectory directory = directories.get();
      start(directory, freePort());
      if (comesUp(directory)) {
        directory.remove("initrd"); // QEMU has read it
        return directory;
      }
      String lastWords = directory.lastWords();
      new DetachedHost(directory).end();
      if (!lastWords.contains(PORT_TAKEN) || attempt == PORT_ATTEMPTS) {
        throw new HostException(
            "the nested host did not start; the last it said:%n%s".formatted(lastWords));
      }
    }
  }

  /** Someone else may take the port before the emulator does; then another is tried. */
  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new HostException("this machine has no free TCP port: " + failure, failure);
    }
  }

  private void start(HostDirectory directory, int port) {
    writeInitrd(directory, SshClient.configure(directory, port));
    String script = BundledFile.EMULATOR.text();
    List<String> words = new ArrayList<>();
    words.addAll(List.of("setsid", "sh", "-c", script, "jvmm-nested-host", "" + directory.path()));
    words.addAll(qemu.words(directory, port));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      var _ = builder.start();
    } catch (IOException failure) {
      throw new HostException("cannot start %s: %s".formatted(words.getFirst(), failure), failure);
    }
  }

  private void writeInitrd(HostDirectory directory, SshClient.HostKeys keys) {
    InitrdBuilder own =
        new InitrdBuilder()
            .file("host/authorized_keys", 0600, keys.authorizedKeys())
            .file("host/host_key", 0600, keys.hostKey())
            .file("host/shares", qemu.shareTable());
    if (qemu.config().idle().isPositive()) {
      own.file("host/idle", qemu.config().idle().toSeconds() + "\n");
    }
    try (OutputStream out = Files.newOutputStream(directory.initrd())) {
      Files.copy(qemu.image().initrd(), out);
      out.write(own.build());
    } catch (IOException failure) {
      throw new HostException(
          "cannot write %s: %s".formatted(directory.initrd(), failure), failure);
    }
  }

  /** Waits for an emulator that was started; whether its host came up. */
  static boolean comesUp(HostDirectory directory) {
    long begun = System.nanoTime();
    while (!directory.isReady()) {
      if (directory.hasEnded() || System.nanoTime() - begun > BOOT_LIMIT.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return true;
  }
}
