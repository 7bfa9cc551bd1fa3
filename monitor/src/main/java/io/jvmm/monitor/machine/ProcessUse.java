package io.jvmm.monitor.machine;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What this process takes of the host, its guest with it.
 *
 * @param number the process
 * @param cpuTime how long it has had a CPU, all its threads together
 * @param residentBytes how much of its memory is there
 */
public record ProcessUse(long number, Duration cpuTime, long residentBytes) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s*([0-9]{1,15}) kB");

  /**
   * What it takes now.
   *
   * @throws HostException if the kernel does not say
   */
  static ProcessUse now() {
    ProcessHandle self = ProcessHandle.current();
    try {
      return new ProcessUse(
          self.pid(),
          self.info().totalCpuDuration().orElse(Duration.ZERO),
          resident(Files.readString(STATUS)));
    } catch (IOException e) {
      throw new HostException("cannot read '%s': %s".formatted(STATUS, e.getMessage()), e);
    }
  }

  /** In bytes, from proc_pid_status(5); 0 if it does not say. */
  static long resident(String status) {
    Matcher line = RESIDENT.matcher(status);
    return line.find() ? Long.parseLong(line.group(1)) << 10 : 0;
  }
}
