package io.jvmm.nested;

import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.InternalException;
import java.io.IOException;
import java.util.List;

/**
 * Runs commands in a host that is up.
 *
 * @param ssh how it is reached
 * @param directory its files
 */
record HostConnection(SshClient ssh, HostDirectory directory) {
  /** The same with sockets that lead there. */
  HostConnection with(List<SocketForward> forwards) {
    return new HostConnection(ssh.with(forwards), directory);
  }

  /**
   * A command without a terminal, for the caller to start: standard input, output, error and exit
   * status are the command's own.
   */
  ProcessBuilder process(RemoteCommand command) {
    return new ProcessBuilder(ssh.words(command, false));
  }

  /**
   * Runs a command on this process's own standard streams, with a terminal if they are one.
   *
   * @return the command's exit status
   * @throws HostException if the host died under it
   */
  int run(RemoteCommand command) {
    boolean terminal = TerminalSettings.isInteractive();
    ProcessBuilder builder = new ProcessBuilder(ssh.words(command, terminal)).inheritIO();
    try (TerminalSettings _ = TerminalSettings.save()) {
      int status = builder.start().waitFor();
      if (status == SshClient.NO_STATUS && directory.hasEnded()) {
        throw new HostException(
            "the nested host died; the last it said:%n%s".formatted(directory.lastWords()));
      }
      return status;
    } catch (IOException failure) {
      throw new HostException("cannot run ssh: " + failure.getMessage(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InternalException("interrupted while a command ran", interrupted);
    }
  }
}
