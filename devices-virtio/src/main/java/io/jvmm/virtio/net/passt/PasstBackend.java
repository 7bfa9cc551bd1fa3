package io.jvmm.virtio.net.passt;

import io.jvmm.virtio.net.NetBackend;
import io.jvmm.virtio.net.NetPort;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The host's networks as an unprivileged user reaches them: passt(1) turns the guest's connections
 * into sockets of its own, gives the guest its address by DHCP, and listens on forwarded ports.
 */
public final class PasstBackend implements NetBackend {
  private static final String PROGRAM = "passt";
  private static final String REMEDY =
      "networks of type \"user\" need the program passt, which is not on the PATH:"
          + " install the package passt (Debian: 'sudo apt install passt'), or leave out $.networks";

  private final PasstProcess process;
  private final FrameSocket socket;

  private PasstBackend(PasstProcess process, FrameSocket socket) {
    this.process = process;
    this.socket = socket;
  }

  /**
   * Finds the program.
   *
   * @param searchPath directories with colons between them, as in {@code PATH}
   * @throws HostException if it is in none of them; the message says how to get it
   */
  public static Path find(String searchPath) {
    Optional<Path> found =
        Stream.of(searchPath.split(Pattern.quote(":")))
            .filter(directory -> !directory.isEmpty())
            .map(directory -> Path.of(directory, PROGRAM))
            .filter(Files::isExecutable)
            .findFirst();
    return found.orElseThrow(() -> new HostException(REMEDY));
  }

  /**
   * Starts it.
   *
   * @param name the first part of its threads' names
   * @throws HostException if it does not start; the message has what it said
   */
  public static PasstBackend start(String name, Path program, PasstOptions options) {
    PasstProcess process = PasstProcess.start(name, program, options);
    try {
      return new PasstBackend(process, process.connect());
    } catch (RuntimeException | Error e) {
      process.close();
      throw e;
    }
  }

  @Override
  public List<NetPort> ports() {
    return List.of(socket);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new HostException("cannot close the socket to passt: " + e.getMessage(), e);
    } finally {
      process.close();
    }
  }
}
