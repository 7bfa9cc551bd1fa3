package io.jvmm.nested;

import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.spec.ForwardSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Ports of this machine, on IPv4 addresses, that lead to ports of the nested host's address {@link
 * HostNetwork#FORWARDS}, until they are closed. Each has a file in the host's directory, with the
 * process that it is for: what a killed process leaves open, the next one closes.
 */
public final class PortForwards implements AutoCloseable {
  private final QemuMonitor monitor;
  private final Path directory;
  private final List<ForwardSpec> open = new ArrayList<>();

  private PortForwards(QemuMonitor monitor, Path directory) {
    this.monitor = monitor;
    this.directory = directory;
  }

  /**
   * Opens them.
   *
   * @param forwards the port of the nested host is each one's {@code guest}
   * @throws HostException if one cannot be opened; then none is
   */
  static PortForwards open(HostDirectory host, List<ForwardSpec> forwards) {
    PortForwards opened =
        new PortForwards(new QemuMonitor(host.monitor()), host.path().resolve("forwards"));
    if (!forwards.isEmpty()) {
      opened.closeAbandoned();
      opened.openAll(forwards);
    }
    return opened;
  }

  private void openAll(List<ForwardSpec> forwards) {
    try {
      forwards.forEach(this::openOne);
    } catch (HostException e) {
      close();
      throw e;
    }
  }

  private void openOne(ForwardSpec forward) {
    String refusal =
        monitor.command(
            "hostfwd_add %s %s-%s:%d"
                .formatted(
                    QemuCommand.NETWORK, outer(forward), HostNetwork.FORWARDS, forward.guest()));
    if (!refusal.isEmpty()) {
      throw new HostException(
          "cannot listen at %s (%s): does another program, or may only root?"
              .formatted(forward.host(), refusal));
    }
    open.add(forward);
    try {
      Files.writeString(Files.createDirectories(directory).resolve(outer(forward)), owner());
    } catch (IOException e) {
      throw new HostException("cannot write to '%s': is it full?".formatted(directory), e);
    }
  }

  /** As QEMU calls it, and its file. */
  private static String outer(ForwardSpec forward) {
    return forward.protocol().name().toLowerCase(Locale.ROOT) + ":" + forward.host();
  }

  private static String owner() {
    return "" + ProcessHandle.current().pid();
  }

  private void closeAbandoned() {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      files.filter(PortForwards::isAbandoned).forEach(file -> close("" + file.getFileName()));
    } catch (IOException | UncheckedIOException e) {
      throw new HostException("cannot list '%s': %s".formatted(directory, e.getMessage()), e);
    }
  }

  private static boolean isAbandoned(Path file) {
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(file))).isEmpty();
    } catch (IOException | NumberFormatException _) {
      return false; // it is being written, or has just been closed
    }
  }

  private void close(String outer) {
    monitor.command("hostfwd_remove %s %s".formatted(QemuCommand.NETWORK, outer));
    try {
      Files.deleteIfExists(directory.resolve(outer));
    } catch (IOException e) {
      throw new HostException("cannot remove '%s'".formatted(directory.resolve(outer)), e);
    }
  }

  /** Closes them; connections that are through stay. */
  @Override
  public void close() {
    open.forEach(each -> close(outer(each)));
    open.clear();
  }
}
