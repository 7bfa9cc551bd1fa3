package io.jvmm.linux.libc;

import static io.jvmm.linux.libc.Errno.EMFILE;
import static io.jvmm.linux.libc.Errno.ENFILE;
import static io.jvmm.linux.libc.Errno.ENOMEM;

import io.jvmm.vmm.error.HostException;
import java.util.Map;

/** What a failed call most likely means, and what to do about it. */
public final class Diagnosis {
  private static final String NO_CAUSE = "no cause is known: the kernel's log may say more";
  private static final String ANY_CALL = "";

  private static final Map<String, String> COMMON =
      Map.ofEntries(
          row(ENOMEM, "the host is short of memory, or a limit on it is reached: free some"),
          row(EMFILE, "this process has too many files open: raise its limit (ulimit -n)"),
          row(ENFILE, "the host has too many files open: raise fs.file-max"));

  /** What errors mean to every call. */
  public static final Diagnosis GENERAL = new Diagnosis(Map.of());

  private final Map<String, String> explanations;

  /** What errors mean to every call and, before that, to some calls: entries of {@link #row}. */
  public Diagnosis(Map<String, String> explanations) {
    this.explanations = explanations;
  }

  /** What an error of one call means. */
  public static Map.Entry<String, String> row(String call, Errno errno, String explanation) {
    return Map.entry(key(call, errno), explanation);
  }

  /** What an error means, whatever the call. */
  public static Map.Entry<String, String> row(Errno errno, String explanation) {
    return row(ANY_CALL, errno, explanation);
  }

  /**
   * The exception for a call that failed.
   *
   * @param call its name
   * @param arguments its arguments, as a person would write them
   * @param result what {@link Libc} returned: a negative error number
   */
  public HostException failed(String call, String arguments, long result) {
    int number = (int) -result;
    return new HostException(
        "%s(%s) failed with %s: %s"
            .formatted(call, arguments, Errno.text(number), explanation(call, number)));
  }

  private String explanation(String call, int number) {
    return Errno.of(number).map(errno -> explanation(call, errno)).orElse(NO_CAUSE);
  }

  private String explanation(String call, Errno errno) {
    String general = key(ANY_CALL, errno);
    String common = COMMON.getOrDefault(general, NO_CAUSE);
    return explanations.getOrDefault(key(call, errno), explanations.getOrDefault(general, common));
  }

  private static String key(String call, Errno errno) {
    return call + ' ' + errno.name();
  }
}
