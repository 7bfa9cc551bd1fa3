package io.jvmm.control;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A unit of systemd's that runs a machine (systemd.service(5)): for a user who wants it started
 * with the session or the host, and started again when it fails.
 *
 * @param machine which
 * @param program the {@code jvmm} command
 * @param restart when systemd starts the machine again
 */
public record ServiceUnit(StoredMachine machine, Path program, Restart restart) {
  // Statuses of jvmm run that are no failure: stopped from outside, and out of time.
  private static final String SUCCESS = "2 5";

  /** When a machine whose process has ended is started again. */
  public enum Restart {
    /** Never. */
    NO,
    /** When its guest crashed, or it could not be run on, or its process was killed. */
    ON_FAILURE,
    /** Also when its guest powered off, but not when systemd was told to stop it. */
    ALWAYS;

    private String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What the file is called. */
  public String fileName() {
    return "jvmm-%s.service".formatted(machine.name());
  }

  /** Where systemd looks for a user's units, by the XDG base directory specification. */
  public static Path directory(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
        .filter(text -> text.startsWith("/"))
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".config"))
        .resolve("systemd/user");
  }

  /** What is in the file. */
  public String text() {
    return """
        [Unit]
        Description=jvmm virtual machine %1$s
        Documentation=man:jvmm-unit(1)
        StartLimitIntervalSec=300
        StartLimitBurst=5

        [Service]
        Type=exec
        ExecStart=%2$s
        ExecStop=%3$s
        TimeoutStopSec=90
        StandardOutput=append:%4$s
        SuccessExitStatus=%5$s
        Restart=%6$s
        RestartSec=5

        [Install]
        WantedBy=default.target
        """
        .formatted(
            machine.name(),
            command("run", "--detached", machine.name()),
            command("stop", "--timeout", "60", machine.name()),
            withoutSpecifiers(machine.home().consoleLog().toString()),
            SUCCESS,
            restart.word());
  }

  private String command(String... words) {
    // In quotation marks, backslashes escape and dollar signs are variables (systemd.service(5)).
    String quoted =
        withoutSpecifiers(program.toString())
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("$", "$$");
    return "\"%s\" %s".formatted(quoted, String.join(" ", words));
  }

  /** Percent signs are specifiers everywhere (systemd.unit(5)). */
  private static String withoutSpecifiers(String text) {
    return text.replace("%", "%%");
  }
}
