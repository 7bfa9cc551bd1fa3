package io.jvmm.nested;

import io.jvmm.provisioning.InitrdBuilder;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Starts an emulator and waits until its host answers.
 *
 * @param qemu how the emulator is started
 * @param script runs the emulator, and decides how long it lives
 * @param prefix the words before the shell that runs the script
 */
record HostLauncher(QemuCommand qemu, BundledFile script, List<String> prefix) {
  private static final String READY = "jvmm-nested-host-ready";
  private static final String PORT_TAKEN = "Could not set up host forwarding rule";
  private static final int PORT_ATTEMPTS = 5;
  private static final Duration BOOT_LIMIT = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(20);

  HostLauncher {
    prefix = List.copyOf(prefix);
  }

  /** Starts emulators that end with this process. */
  static HostLauncher attached(QemuCommand qemu) {
    return new HostLauncher(qemu, BundledFile.ATTACHED, List.of());
  }

  /** Starts emulators that outlive this process and its terminal. */
  static HostLauncher detached(QemuCommand qemu) {
    return new HostLauncher(qemu, BundledFile.DETACHED, List.of("setsid"));
  }

  /**
   * Starts one.
   *
   * @param directories gives an empty directory for each attempt
   * @throws HostException if the host does not come up
   */
  LaunchedHost launch(Supplier<HostDirectory> directories) {
    for (int attempt = 1; ; attempt++) {
      LaunchedHost host = start(directories.get(), freePort());
      if (comesUp(host.directory())) {
        return host;
      }
      String lastWords = host.directory().lastWords();
      host.stop();
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

  private LaunchedHost start(HostDirectory directory, int port) {
    writeInitrd(directory, SshClient.configure(directory, port));
    List<String> words = new ArrayList<>(prefix);
    words.addAll(List.of("sh", "-c", script.text(), "jvmm-nested-host", "" + directory.path()));
    words.addAll(qemu.words(directory.initrd(), directory.console(), port));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      return new LaunchedHost(directory, builder.start());
    } catch (IOException failure) {
      throw new HostException("cannot start %s: %s".formatted(words.getFirst(), failure), failure);
    }
  }

  private void writeInitrd(HostDirectory directory, SshClient.HostKeys keys) {
    byte[] own =
        new InitrdBuilder()
            .file("host/authorized_keys", 0600, keys.authorizedKeys())
            .file("host/host_key", 0600, keys.hostKey())
            .file("host/shares", qemu.shareTable())
            .build();
    try (OutputStream out = Files.newOutputStream(directory.initrd())) {
      Files.copy(qemu.image().initrd(), out);
      out.write(own);
    } catch (IOException failure) {
      throw new HostException(
          "cannot write %s: %s".formatted(directory.initrd(), failure), failure);
    }
  }

  private static boolean comesUp(HostDirectory directory) {
    Instant end = Instant.now().plus(BOOT_LIMIT);
    while (!directory.read("console.log").contains(READY)) {
      if (directory.hasEnded() || Instant.now().isAfter(end)) {
        return false;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return true;
  }
}
