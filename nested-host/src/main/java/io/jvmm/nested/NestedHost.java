package io.jvmm.nested;

import io.jvmm.vmm.error.HostException;
import java.nio.file.Path;
import java.util.List;

/**
 * An emulated ARM64 Linux machine with a {@code /dev/kvm} of its own. It lives until it is closed
 * or this process ends, however that comes about; nothing of it is left behind.
 */
public final class NestedHost implements AutoCloseable {
  private final LaunchedHost launched;
  private final HostConnection connection;

  private NestedHost(LaunchedHost launched, HostConnection connection) {
    this.launched = launched;
    this.connection = connection;
  }

  /**
   * Starts a host, making its images first where the cache does not have them, and waits until it
   * takes commands: a few seconds.
   *
   * @throws HostException if it does not come up; the message has the end of its console's output
   */
  public static NestedHost start(HostConfig config, HostImages images) {
    Path parent = HostDirectory.parent(images.cache().root(), System.getenv());
    LaunchedHost launched =
        HostLauncher.attached(QemuCommand.of(config, images))
            .launch(() -> HostDirectory.create(parent));
    SshClient ssh = SshClient.of(images.toolbox(), launched.directory());
    return new NestedHost(launched, new HostConnection(ssh, launched.directory()));
  }

  /**
   * Runs a command on this process's standard input, output and error, and waits for it. If they
   * are a terminal, the command gets one too, of the same size.
   *
   * @return the command's exit status
   * @throws HostException if the host dies, or is closed, under it
   */
  public int run(RemoteCommand command) {
    return connection.run(command);
  }

  /**
   * Runs a command in the same way, with sockets of this machine's that lead to some in the host.
   * The caller removes them afterwards.
   */
  public int run(RemoteCommand command, List<SocketForward> forwards) {
    return connection.with(forwards).run(command);
  }

  /**
   * A command without a terminal, for the caller to start: standard input, output, error and exit
   * status are the command's own.
   */
  public ProcessBuilder process(RemoteCommand command) {
    return connection.process(command);
  }

  /**
   * Ends the host at once, with everything that runs in it. Any thread may do so, more than once;
   * {@link #run} then throws.
   */
  @Override
  public synchronized void close() {
    launched.stop();
  }
}
