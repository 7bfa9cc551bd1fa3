package io.jvmm.load;

import io.jvmm.vmm.memory.AddressRange;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What to boot, and in what memory.
 *
 * @param kernel an arm64 Image, plain or gzip-compressed
 * @param initrd an initial RAM disk of any format: the kernel looks into it, the loader does not
 * @param commandLine the kernel's command line, at most {@value #MAX_COMMAND_LINE} bytes
 * @param ram the guest's memory
 * @param stdoutPath the device-tree path of the console for early output, such as {@code
 *     /serial@9000000}
 */
public record BootRequest(
    Path kernel,
    Optional<Path> initrd,
    String commandLine,
    AddressRange ram,
    Optional<String> stdoutPath) {
  /** What an arm64 kernel keeps of its command line (COMMAND_LINE_SIZE, without the NUL). */
  public static final int MAX_COMMAND_LINE = 2047;
}
