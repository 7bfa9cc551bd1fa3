package io.jvmm.it.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Checkout;
import io.jvmm.it.PackagedFiles;
import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive with a Java run-time for this machine, whose C library may be older than that. */
class RunTimeArchiveIT {
  private static final String MACHINE =
      System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";

  @TempDir private static Path directory;
  private static Path release;

  @BeforeAll
  static void unpack() throws Exception {
    Path into = Files.createDirectory(directory.resolve("unpacked"));
    release = PackagedFiles.unpack(PackagedFiles.archive(MACHINE), into);
  }

  @Test
  void itsOwnJavaRunsIt() throws Exception {
    ProcessBuilder jvmm = jvmm("version");
    jvmm.environment().put("JDK_JAVA_OPTIONS", "-XshowSettings:properties");

    Result result = Shell.run(jvmm, "");

    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(result.output()).startsWith("jvmm ").contains("Java 25");
    assertThat(result.errors()).contains("java.home = " + release.resolve("runtime"));
  }

  @Test
  void theDoctorRunsOtherProgramsByIt() throws Exception {
    assertThat(succeed("doctor").output()).contains("Machines can run here");
  }

  @Test
  void aSpecificationIsRead() throws Exception {
    assertThat(succeed("validate", Checkout.prepared("hello").toString()).output())
        .contains("is valid");
  }

  @Test
  void aClassCacheIsMadeInTheUsersDirectoryAndNowhereElse() throws Exception {
    List<Path> before = files(release);
    ProcessBuilder training = new ProcessBuilder("sh", release.resolve("lib/train-aot").toString());
    training.environment().put("XDG_CACHE_HOME", directory.resolve("home").toString());

    Result result = Shell.run(training, "");

    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(Path.of(result.output().strip()))
        .isNotEmptyFile()
        .startsWith(directory.resolve("home"));
    assertThat(files(release)).isEqualTo(before);
  }

  @Test
  void theChecksumsAreThoseOfAllPackages() throws Exception {
    ProcessBuilder check = new ProcessBuilder("sha256sum", "--check", "SHA256SUMS");

    Result result = Shell.run(check.directory(PackagedFiles.directory().toFile()), "");

    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(result.output()).hasLineCount(files(PackagedFiles.directory()).size() - 2);
  }

  private static List<Path> files(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      return files.sorted().toList();
    }
  }

  private static Result succeed(String... arguments) throws IOException, InterruptedException {
    Result result = Shell.run(jvmm(arguments), "");
    assertThat(result.status()).as(result.toString()).isZero();
    return result;
  }

  private static ProcessBuilder jvmm(String... arguments) {
    ProcessBuilder jvmm = new ProcessBuilder(release.resolve("bin/jvmm").toString());
    jvmm.command().addAll(Arrays.asList(arguments));
    return jvmm;
  }
}
