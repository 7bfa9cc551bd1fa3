package io.jvmm.virtio.net.passt;

import io.jvmm.virtio.net.NetBackend;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.InternalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private volatile boolean closed;

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
  public void send(byte[] frame) throws IOException {
    try {
      socket.send(frame);
    } catch (IOException e) {
      throw ended(e);
    }
  }

  @Override
  public byte[] receive() throws IOException {
    try {
      return socket.receive();
    } catch (IOException e) {
      throw ended(e);
    }
  }

  private IOException ended(IOException cause) {
    if (closed) {
      return cause;
    }
    try {
      return new IOException("passt has ended: " + process.ending(), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InternalException("interrupted while passt ended", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      socket.close();
    } catch (IOException e) {
      throw new HostException("cannot close the socket to passt: " + e.getMessage(), e);
    } finally {
      process.close();
    }
  }
}
