package io.jvmm.nested;

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

  /** Starts a command on this process's own standard streams, with a terminal if they are one. */
  RunningCommand start(RemoteCommand command) {
    boolean terminal = TerminalSettings.isInteractive();
    return RunningCommand.start(new ProcessBuilder(ssh.words(command, terminal)), directory);
  }

  /**
   * Runs a command in the same way, to its end.
   *
   * @return the command's exit status
   * @throws io.jvmm.vmm.error.HostException if the host died under it
   */
  int run(RemoteCommand command) {
    try (RunningCommand running = start(command)) {
      return running.await();
    }
  }
}
