package io.jvmm.virtio.net.passt;

import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.InternalException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A running passt(1), under a shell that outlives us: however this process ends, a pipe closes, and
 * the shell ends passt and removes its socket.
 */
final class PasstProcess implements AutoCloseable {
  private static final int START_SECONDS = 20;
  private static final int GRACE_SECONDS = 1;
  private static final int END_SECONDS = 10;
  private static final int RETRY_MILLIS = 10;
  private static final String SCRIPT = "passt.sh";

  private final Process shell;
  private final BufferedReader output;
  private final LastWords words;

  private PasstProcess(String name, Process shell) {
    this.shell = shell;
    this.output = shell.inputReader();
    this.words = new LastWords(name + "-passt", shell.errorReader());
  }

  /**
   * Starts it.
   *
   * @param name the first part of its threads' names
   * @throws HostException if that fails
   */
  static PasstProcess start(String name, Path program, PasstOptions options) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script(), "jvmm-passt"));
    command.add(program.toString());
    command.addAll(options.words());
    try {
      return new PasstProcess(name, new ProcessBuilder(command).start());
    } catch (IOException e) {
      throw new HostException("cannot start %s: %s".formatted(program, e.getMessage()), e);
    }
  }

  private static String script() {
    try (InputStream in = PasstProcess.class.getResourceAsStream(SCRIPT)) {
      if (in == null) {
        throw new InternalException("the resource %s is missing from the jar".formatted(SCRIPT));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new InternalException("cannot read the resource " + SCRIPT, e);
    }
  }

  /**
   * Connects to it as soon as it listens.
   *
   * @throws HostException if it ends instead, or does not listen in {@value #START_SECONDS} seconds
   */
  FrameSocket connect() {
    try {
      Path socket = Path.of(directory(), "socket");
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
      while (shell.isAlive() && System.nanoTime() - deadline < 0) {
        try {
          return FrameSocket.connect(socket, this::ended);
        } catch (IOException _) { // it has not come so far
          shell.waitFor(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
      }
      throw new HostException("passt does not start: " + ending());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InternalException("interrupted while passt started", e);
    }
  }

  private String directory() throws InterruptedException {
    try {
      String line = output.readLine();
      if (line != null) {
        return line;
      }
    } catch (IOException _) { // the shell is gone: said below
    }
    throw new HostException("passt does not start: " + ending());
  }

  private HostException ended(IOException cause) {
    try {
      return new HostException("passt has ended: " + ending(), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InternalException("interrupted while passt ended", e);
    }
  }

  /** How it has ended, in words for the user. Waits for that a little, and then ends it. */
  private String ending() throws InterruptedException {
    if (!shell.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
      closeInput();
    }
    if (!shell.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      return "it does not end";
    }
    String said = words.await();
    return "status %d%s".formatted(shell.exitValue(), said.isEmpty() ? "" : ", " + said);
  }

  /** Ends it, and waits until it has given its ports back. */
  @Override
  public void close() {
    closeInput();
    try {
      if (!shell.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        throw new HostException("passt (process %d) does not end".formatted(shell.pid()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeInput() {
    try {
      shell.getOutputStream().close();
    } catch (IOException e) {
      throw new HostException("cannot close the pipe to passt: " + e.getMessage(), e);
    }
  }
}
