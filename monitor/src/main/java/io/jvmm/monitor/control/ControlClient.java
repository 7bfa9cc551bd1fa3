package io.jvmm.monitor.control;

import io.jvmm.monitor.control.ControlReply.Done;
import io.jvmm.monitor.control.ControlReply.Refused;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Asks machines that run.
 *
 * @param name the machine's
 * @param socket where it takes requests
 */
public record ControlClient(String name, Path socket) {
  /**
   * Asks, and waits until it is done.
   *
   * @return what was done, in a line for the user
   * @throws ConfigurationException if the machine does not run, or refuses
   * @throws HostException if it cannot be reached otherwise
   */
  public String ask(ControlRequest request) {
    return switch (exchange(request)) {
      case Done(String text) -> text;
      case Refused(List<String> problems) -> throw new ConfigurationException(problems);
    };
  }

  private ControlReply exchange(ControlRequest request) {
    if (!Files.exists(socket)) {
      throw notRunning();
    }
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      ControlLine.write(channel, ControlProtocol.write(request));
      return ControlProtocol.reply(ControlLine.read(channel, ControlLine.REPLY_LIMIT));
    } catch (ConnectException e) {
      throw notRunning();
    } catch (
        IOException e) { // also where the connection leads on to a machine that is not there yet
      throw new HostException(
          "machine '%s' gave no answer at '%s' (%s): it is starting, or stopping; try again"
              .formatted(name, socket, e.getMessage()),
          e);
    }
  }

  private ConfigurationException notRunning() {
    return new ConfigurationException(
        "machine '%s' is not running: nobody takes requests at '%s'".formatted(name, socket));
  }
}
