package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Checkout;
import io.jvmm.it.PackagedFiles;
import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each package, installed as its user would and used: a machine runs to its end. */
class PackagesIT {
  private static final Path HELLO = Checkout.prepared("hello");
  private static final String INPUT = "echo $((6 * 7)); poweroff\n";

  @TempDir private Path directory;

  @Test
  void theArchiveRunsByTheJavaThatIsThere() throws Exception {
    Path release = PackagedFiles.unpack(PackagedFiles.plainArchive(), directory);

    Result result = Shell.run("", List.of(release + "/bin/jvmm", "version"));

    assertThat(result.output()).as(result.toString()).startsWith("jvmm ").contains("KVM 12");
  }

  @Test
  void theArchiveWithARunTimeRunsAMachineByThat() throws Exception {
    Path release = PackagedFiles.unpack(PackagedFiles.archive("aarch64"), directory);
    ProcessBuilder jvmm = new ProcessBuilder(release + "/bin/jvmm", "run", HELLO.toString());
    jvmm.environment().put("JDK_JAVA_OPTIONS", "-XshowSettings:properties");

    Result result = Shell.run(jvmm, INPUT);

    runsHello(result);
    assertThat(result.errors()).contains("java.home = " + release + "/runtime/aarch64");
  }

  @Test
  void theDebianPackageIsInstalledUsedAndRemovedWithoutATrace() throws Exception {
    try (SystemRoot debian = SystemRoot.over(PackagedFiles.debianSystem())) {
      String before = files(debian);
      Files.copy(PackagedFiles.debianPackage(), debian.at("/tmp/jvmm.deb"));
      showHello(debian);

      debian.output("dpkg", "-i", "/tmp/jvmm.deb");

      assertThat(debian.output("jvmm", "version")).startsWith("jvmm ").contains("KVM 12");
      assertThat(debian.output("jvmm", "doctor")).contains("Machines can run here");
      assertThat(debian.output("man", "jvmm-run")).contains("JVMM-RUN(1)", "--accel");
      runsHello(debian.run(INPUT, "jvmm", "run", HELLO.toString()));

      debian.output("dpkg", "-r", "jvmm");
      assertThat(files(debian)).isEqualTo(before);
    }
  }

  @Test
  void theContainerImageRunsAMachine() throws Exception {
    try (SystemRoot engine = SystemRoot.over(PackagedFiles.debianSystem())) {
      Path bundle = Files.createDirectory(engine.at("/bundle"));
      ContainerBundle container = ContainerBundle.unpack(PackagedFiles.image("aarch64"), bundle);
      container.configure(List.of("run", HELLO.toString()), showHello(engine));

      // Nobody has made control groups for it, in a host that runs nothing else.
      runsHello(
          engine.run(INPUT, "crun", "--cgroup-manager=disabled", "run", "-b", "/bundle", "hello"));
    }
  }

  private static void runsHello(Result result) {
    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(result.output()).contains("Hello from Linux", "42");
  }

  private static String files(SystemRoot debian) throws IOException, InterruptedException {
    return debian.output("sh", "-c", "find /usr /etc | sort");
  }

  /** Shows the machine's specification and the files that it names; returns their directories. */
  private static List<Path> showHello(SystemRoot system) throws IOException {
    List<Path> directories =
        Stream.concat(
                Stream.of(HELLO),
                Pattern.compile("\"(/[^\"]+)\"")
                    .matcher(Files.readString(HELLO))
                    .results()
                    .map(match -> Path.of(match.group(1))))
            .map(file -> file.resolveSibling("").normalize())
            .distinct()
            .toList();
    for (Path each : directories) {
      system.show(each);
    }
    return directories;
  }
}
