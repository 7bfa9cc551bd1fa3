package io.jvmm.cli.doctor;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether the kernel backs guests' memory with huge pages by itself (Linux,
 * Documentation/admin-guide/mm/transhuge.rst).
 */
record HugePageCheck() implements Check {
  private static final String CHECK = "huge pages";
  private static final String FILE = "/sys/kernel/mm/transparent_hugepage/enabled";
  private static final Pattern CHOSEN = Pattern.compile("\\[(\\w+)]");

  @Override
  public List<Finding> findings(Host host) {
    String chosen =
        host.contents(FILE)
            .map(CHOSEN::matcher)
            .filter(Matcher::find)
            .map(choice -> choice.group(1))
            .orElse("not in this kernel");
    return List.of(
        chosen.equals("always")
            ? Finding.ok(CHECK, "transparent, always")
            : Finding.note(
                CHECK,
                "transparent: " + chosen,
                "guests' memory is in small pages, whose translation takes longer",
                "echo always | sudo tee " + FILE));
  }
}
