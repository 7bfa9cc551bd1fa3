package io.jvmm.monitor.machine;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A set of the host's CPUs, as the kernel writes it: {@code 0-3,8}. */
final class HostCpus {
  private static final Path ONLINE = Path.of("/sys/devices/system/cpu/online");
  private static final Pattern RANGE = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

  private final String text;
  private final BitSet numbers = new BitSet();

  private HostCpus(String text) {
    this.text = text;
  }

  /** Those that the host can run threads on. */
  static HostCpus online() {
    try {
      return parse(Files.readString(ONLINE).strip());
    } catch (IOException e) {
      throw new HostException("cannot read %s: is /sys mounted?".formatted(ONLINE), e);
    }
  }

  /**
   * Reads the kernel's form.
   *
   * @throws HostException if it is another
   */
  static HostCpus parse(String text) {
    HostCpus cpus = new HostCpus(text);
    for (String part : text.split(",", -1)) {
      Matcher range = RANGE.matcher(part);
      if (!range.matches()) {
        throw new HostException("%s says '%s', which is no list of CPUs".formatted(ONLINE, text));
      }
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      cpus.numbers.set(first, Math.max(first, last) + 1);
    }
    return cpus;
  }

  boolean contains(int cpu) {
    return numbers.get(cpu);
  }

  /** As people read it: {@code 0 to 3, 8}. */
  @Override
  public String toString() {
    return text.replace("-", " to ").replace(",", ", ");
  }
}
