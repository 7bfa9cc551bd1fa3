package io.jvmm.nested;

import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.InternalException;
import java.io.IOException;

/**
 * A command that runs in a host on this process's own standard streams. Closing it ends the
 * connection, and gives the terminal back.
 */
public final class RunningCommand implements AutoCloseable {
  private final Process ssh;
  private final HostDirectory directory;
  private final TerminalSettings terminal;

  private RunningCommand(Process ssh, HostDirectory directory, TerminalSettings terminal) {
    this.ssh = ssh;
    this.directory = directory;
    this.terminal = terminal;
  }

  /** Starts ssh. */
  static RunningCommand start(ProcessBuilder ssh, HostDirectory directory) {
    TerminalSettings terminal = TerminalSettings.save();
    try {
      return new RunningCommand(ssh.inheritIO().start(), directory, terminal);
    } catch (IOException failure) {
      throw new HostException("cannot run ssh: " + failure.getMessage(), failure);
    }
  }

  /**
   * Waits for its end.
   *
   * @return the command's exit status
   * @throws HostException if the host died under it
   */
  public int await() {
    try {
      int status = ssh.waitFor();
      if (status == SshClient.NO_STATUS && directory.hasEnded()) {
        throw new HostException(
            "the nested host died; the last it said:%n%s".formatted(directory.lastWords()));
      }
      return status;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InternalException("interrupted while a command ran", interrupted);
    }
  }

  /** Ends the connection, if it is not over. Any thread may do so. */
  public void end() {
    ssh.destroy();
  }

  @Override
  public void close() {
    end();
    terminal.close();
  }
}
