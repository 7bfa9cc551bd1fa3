package io.jvmm.monitor.machine;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Device-tree source into blobs, by the {@code dtc} of the host. */
final class DeviceTreeCompiler {
  private static final String PROGRAM = "dtc";

  /** More than any overlay has, compiled. */
  private static final int MAX_SIZE = 1 << 20;

  /** Enough to see what is wrong. */
  private static final int MAX_MESSAGES = 4 << 10;

  private DeviceTreeCompiler() {}

  /**
   * Compiles a source, with labels for what refers to it.
   *
   * @throws ConfigurationException if it is wrong: says what the compiler says
   * @throws HostException if there is no compiler
   */
  static byte[] compile(Path source) {
    try {
      Path messages = Files.createTempFile("jvmm-dtc", "");
      try {
        return compile(source, messages);
      } finally {
        Files.delete(messages);
      }
    } catch (IOException e) {
      throw new HostException(
          "overlay %s cannot be compiled: is the temporary directory full?".formatted(source), e);
    }
  }

  private static byte[] compile(Path source, Path messages) throws IOException {
    Process process = start(source, messages);
    byte[] blob;
    try (InputStream output = process.getInputStream()) {
      blob = output.readNBytes(MAX_SIZE + 1);
    }
    if (waitFor(process) != 0 || blob.length > MAX_SIZE) {
      throw new ConfigurationException(
          "overlay %s is refused by dtc: %s".formatted(source, firstOf(messages)));
    }
    return blob;
  }

  private static Process start(Path source, Path messages) {
    ProcessBuilder dtc =
        new ProcessBuilder(
            PROGRAM, "-q", "-@", "-I", "dts", "-O", "dtb", "-o", "-", source.toString());
    dtc.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    dtc.redirectError(messages.toFile());
    try {
      return dtc.start();
    } catch (IOException e) {
      throw new HostException(
          "overlay %s is a source, and there is no dtc to compile it: install the package"
                  .formatted(source)
              + " device-tree-compiler, or name a compiled overlay",
          e);
    }
  }

  private static int waitFor(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroy();
      throw new HostException("interrupted while dtc ran", e);
    }
  }

  private static String firstOf(Path messages) throws IOException {
    try (InputStream input = Files.newInputStream(messages)) {
      String text = new String(input.readNBytes(MAX_MESSAGES), StandardCharsets.UTF_8);
      return text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]+", " ").strip();
    }
  }
}
