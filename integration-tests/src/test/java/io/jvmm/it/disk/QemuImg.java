package io.jvmm.it.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Shell;
import io.jvmm.provisioning.CacheDirectory;
import io.jvmm.provisioning.DebianMirror;
import io.jvmm.provisioning.PackageStore;
import io.jvmm.provisioning.Progress;
import io.jvmm.provisioning.Tool;
import io.jvmm.provisioning.Toolbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** QEMU's tool for disk images, this machine's own or Debian's from the cache: the oracle. */
final class QemuImg {
  private static final Tool TOOL = new Tool("qemu-img", "qemu-utils", "usr/bin/qemu-img");
  private static final int LEAKS = 3; // the exit status of 'qemu-img check'

  private final List<String> program;

  private QemuImg(List<String> program) {
    this.program = program;
  }

  static QemuImg find() {
    Map<String, String> environment = System.getenv();
    PackageStore packages =
        new PackageStore(
            CacheDirectory.ofEnvironment(environment),
            () -> DebianMirror.ofThisMachine(environment),
            Progress.SILENT);
    return new QemuImg(Toolbox.ofThisMachine(packages).command(TOOL));
  }

  /** Runs it to an end that has to be a good one. */
  void run(Object... arguments) throws IOException, InterruptedException {
    Shell.Result result = result(arguments);
    assertThat(result.status()).as(result.toString()).isZero();
  }

  /** Neither corruption nor a leak. */
  void checkClean(Path image) throws IOException, InterruptedException {
    run("check", "-f", "qcow2", image);
  }

  /** No corruption; there may be clusters that are counted and not used. */
  void checkNotCorrupt(Path image) throws IOException, InterruptedException {
    Shell.Result result = result("check", "-f", "qcow2", image);
    assertThat(result.status()).as(result.toString()).isIn(0, LEAKS);
  }

  /** The guest sees the same in both. */
  void compare(Path image, Path raw) throws IOException, InterruptedException {
    run("compare", "-f", "qcow2", "-F", "raw", image, raw);
  }

  private Shell.Result result(Object... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(program);
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    return Shell.run("", words);
  }
}
