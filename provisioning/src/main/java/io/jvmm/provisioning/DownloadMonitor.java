package io.jvmm.provisioning;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what apt prints while it downloads into progress. */
final class DownloadMonitor {
  /** Item, percent of all bytes, text. */
  private static final Pattern STATUS =
      Pattern.compile("dlstatus:\\d+:(\\d{1,3}(?:\\.\\d{1,6})?):.*");

  /** "Get:1 address suite/component architecture NAME architecture version [size]". */
  private static final Pattern GET = Pattern.compile("Get:\\d+ \\S+ \\S+ \\S+ (\\S+) .*");

  private final Progress progress;
  private final long total;
  private String part;

  DownloadMonitor(Progress progress, String label, long total) {
    this.progress = progress;
    this.part = label;
    this.total = total;
  }

  void line(String line) {
    Matcher get = GET.matcher(line);
    Matcher status = STATUS.matcher(line);
    if (get.matches()) {
      part = get.group(1);
    } else if (status.matches()) {
      long done = (long) (Double.parseDouble(status.group(1)) / 100 * total);
      // The last byte is reported by the caller, once apt has also checked the files.
      progress.update(part, Math.min(done, total - 1), total);
    }
  }
}
