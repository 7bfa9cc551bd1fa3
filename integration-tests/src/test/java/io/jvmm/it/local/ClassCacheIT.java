package io.jvmm.it.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Checkout;
import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A class cache makes jvmm start faster, and nothing else: whatever has become of its file. */
class ClassCacheIT {
  @TempDir private static Path directory;

  private static Path release;
  private static Path specification;
  private static Path cache;
  private static byte[] trained;

  /** What may have become of the file. */
  enum Damage {
    NONE,
    EMPTY,
    CUT_OFF,
    ANOTHER_FILE;

    byte[] done(byte[] cache) {
      return switch (this) {
        case NONE -> cache;
        case EMPTY -> new byte[0];
        case CUT_OFF -> Arrays.copyOf(cache, cache.length / 2);
        case ANOTHER_FILE ->
            "no cache\n".repeat(cache.length / 9).getBytes(StandardCharsets.US_ASCII);
      };
    }
  }

  @BeforeAll
  static void aReleaseWithACache() throws Exception {
    release = directory.resolve("release");
    Path built = Checkout.launcher().resolveSibling("..").normalize();
    run("cp", "-r", built.toString(), release.toString());
    Files.writeString(directory.resolve("Image"), "kernel");
    specification =
        Files.writeString(
            directory.resolve("vm.json"), "{\"name\": \"a\", \"boot\": {\"kernel\": \"Image\"}}");
    cache = Path.of(run("sh", release.resolve("lib/train-aot").toString()).output().strip());
    trained = Files.readAllBytes(cache);
  }

  @ParameterizedTest
  @EnumSource
  void whateverIsInTheFileTheCommandDoesItsWork(Damage damage) throws Exception {
    Files.write(cache, damage.done(trained));

    Result result =
        run(release.resolve("bin/jvmm").toString(), "validate", specification.toString());

    assertThat(result.output()).isEqualTo(specification + ": 'a' is valid\n");
  }

  @Test
  void aReleaseThatChangedHasAnotherCache() throws Exception {
    Path file = release.resolve("lib/aot.sh");
    FileTime before = Files.getLastModifiedTime(file);
    String name = nameOfCache();

    Files.setLastModifiedTime(file, FileTime.fromMillis(before.toMillis() - 60_000));

    assertThat(name).isEqualTo(cache.toString());
    assertThat(nameOfCache()).isNotEqualTo(name);
    Files.setLastModifiedTime(file, before);
  }

  private static String nameOfCache() throws Exception {
    String script =
        ". \"$1/lib/find-java.sh\"; find_java java; . \"$1/lib/aot.sh\"; aot_cache \"$1\"";
    return run("sh", "-c", script, "sh", release.toString()).output().strip();
  }

  private static Result run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JVMM_AOT_DIR", directory.resolve("caches").toString());
    Result result = Shell.run(builder, "");
    assertThat(result.status()).as(result.toString()).isZero();
    return result;
  }
}
