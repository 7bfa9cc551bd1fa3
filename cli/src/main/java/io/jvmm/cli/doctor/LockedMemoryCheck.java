package io.jvmm.cli.doctor;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much memory the user's processes may lock (proc_pid_limits(5)). */
record LockedMemoryCheck() implements Check {
  private static final String CHECK = "locked memory";
  private static final Pattern SOFT_LIMIT = Pattern.compile("Max locked memory +(\\S+)");
  private static final long ENOUGH = 1 << 20; // bytes: the rings of some disks

  @Override
  public List<Finding> findings(Host host) {
    Optional<String> limit =
        host.contents("/proc/self/limits")
            .map(SOFT_LIMIT::matcher)
            .filter(Matcher::find)
            .map(line -> line.group(1));
    return List.of(limit.map(LockedMemoryCheck::finding).orElseGet(LockedMemoryCheck::unknown));
  }

  private static Finding finding(String limit) {
    if (!limit.matches("[0-9]{1,18}")) {
      return Finding.ok(CHECK, limit);
    }
    String found = limit + " bytes";
    return Long.parseLong(limit) >= ENOUGH
        ? Finding.ok(CHECK, found)
        : Finding.note(
            CHECK, found, "no io_uring for many disks before Linux 5.12", "ulimit -l 8192");
  }

  private static Finding unknown() {
    return Finding.note(CHECK, "is not told by /proc/self/limits", "", "");
  }
}
