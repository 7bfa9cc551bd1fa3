package io.jvmm.it.stage2;

import io.jvmm.it.Shell;
import io.jvmm.provisioning.CacheDirectory;
import io.jvmm.provisioning.DebianMirror;
import io.jvmm.provisioning.PackageStore;
import io.jvmm.provisioning.Progress;
import io.jvmm.provisioning.Tool;
import io.jvmm.provisioning.Toolbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs QEMU: this machine's own, or Debian's from the cache. */
final class Qemu {
  private static final Tool QEMU =
      new Tool("qemu-system-aarch64", "qemu-system-arm", "usr/bin/qemu-system-aarch64");

  private static final Pattern VERSION = Pattern.compile("version (\\d+)");
  private static final long PATIENCE_SECONDS = 120;

  private Qemu() {}

  /** Runs it to its end, which has to be a good one. */
  static void run(List<String> arguments, Path directory) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(program());
    words.addAll(arguments);
    Path log = directory.resolve("qemu.log");
    Process process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    if (!ended || process.exitValue() != 0) {
      throw new AssertionError(
          "%s %s:%n%s"
              .formatted(
                  words,
                  ended ? "ended with status " + process.exitValue() : "did not end",
                  Files.readString(log)));
    }
  }

  /** Whether it knows which levels have no blocks: since 8.2. */
  static boolean rejectsReservedBlocks() throws IOException, InterruptedException {
    return majorVersion() >= 9;
  }

  /** The first number of its version. */
  static int majorVersion() throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(program());
    words.add("--version");
    String text = Shell.run("", words).output();
    Matcher version = VERSION.matcher(text);
    if (!version.find()) {
      throw new AssertionError("%s says of its version: %s".formatted(words, text));
    }
    return Integer.parseInt(version.group(1));
  }

  private static List<String> program() {
    Map<String, String> environment = System.getenv();
    PackageStore packages =
        new PackageStore(
            CacheDirectory.ofEnvironment(environment),
            () -> DebianMirror.ofThisMachine(environment),
            Progress.SILENT);
    Toolbox toolbox = Toolbox.ofThisMachine(packages);
    if (toolbox.installed(QEMU).isPresent()) {
      return toolbox.command(QEMU);
    }
    List<String> words = new ArrayList<>(toolbox.fetched(QEMU));
    words.addAll(List.of("-L", toolbox.tree(QEMU).resolve("usr/share/qemu").toString()));
    return words;
  }
}
