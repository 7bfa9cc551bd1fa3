package io.jvmm.it.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Checkout;
import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher gives the terminal back when Java is killed. With a Java of our own, that makes the
 * terminal raw as a machine does, and then gets its SIGKILL.
 */
class TerminalGuardIT {
  @TempDir private Path directory;

  @Test
  void afterAKillTheTerminalIsAsItWasBefore() throws Exception {
    Path java = javaThatSays("kill -9 $$");

    Result result = Shell.run(onATerminal(java), "");

    assertThat(result.output()).as(result.toString()).contains("status 137");
    assertThat(settings("raw")).isNotEqualTo(settings("before"));
    assertThat(settings("after")).isEqualTo(settings("before"));
  }

  /** An installation whose {@code java} makes the terminal raw and then runs this command. */
  private Path javaThatSays(String command) throws IOException {
    Path home = directory.resolve("java");
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25\"\n");
    Path java = home.resolve("bin/java");
    Files.writeString(
        java, "#!/bin/sh\nstty raw -echo\nstty -g >'%s/raw'\n%s\n".formatted(directory, command));
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return home;
  }

  /** The guard works after the launcher's end, so its work is waited for, ten seconds at most. */
  private ProcessBuilder onATerminal(Path java) throws IOException {
    Path session =
        Files.writeString(
            directory.resolve("session.sh"),
            """
            cd "$1"
            stty -g >before
            JAVA_HOME=$2 "$3" run any.json
            echo "status $?"
            for try in $(seq 100); do
              stty -g >after
              cmp -s before after && break
              sleep 0.1
            done
            """);
    String command =
        "sh '%s' '%s' '%s' '%s'".formatted(session, directory, java, Checkout.launcher());
    return new ProcessBuilder("script", "--quiet", "--command", command, "/dev/null");
  }

  private String settings(String file) throws IOException {
    return Files.readString(directory.resolve(file));
  }
}
