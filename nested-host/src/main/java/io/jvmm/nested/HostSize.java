package io.jvmm.nested;

import io.jvmm.vmm.error.ConfigurationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large a shared host is.
 *
 * @param cpus 1 to 8
 * @param memoryMib its RAM in MiB, for its guests and itself; the emulator takes what is used of it
 */
public record HostSize(int cpus, int memoryMib) {
  /** The nested host's own part of its memory: its kernel and a Java for each guest. */
  public static final int OWN_MEMORY_MIB = 1024;

  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,3}) (\\d{1,9})");
  private static final int MAX_CPUS = 8;
  private static final int LARGEST_DEFAULT_MIB = 8192;
  private static final int SMALLEST_DEFAULT_MIB = 2048;

  /** What suits a machine: its CPUs, two at least, and half its memory, within limits. */
  public static HostSize suited(int cpus, long memoryBytes) {
    long half = memoryBytes >> 21; // in MiB
    return new HostSize(
        Math.clamp(cpus, 2, MAX_CPUS), Math.clamp(half, SMALLEST_DEFAULT_MIB, LARGEST_DEFAULT_MIB));
  }

  /** The same with at least so much memory. */
  HostSize withAtLeast(int mib) {
    return new HostSize(cpus, Math.max(memoryMib, mib));
  }

  /**
   * What {@link #toString} wrote.
   *
   * @throws ConfigurationException if it did not
   */
  static HostSize parse(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    if (!matcher.matches()) {
      throw new ConfigurationException(
          "the nested host was started by another version of jvmm: end it by 'jvmm host down'");
    }
    return new HostSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  @Override
  public String toString() {
    return cpus + " " + memoryMib;
  }
}
