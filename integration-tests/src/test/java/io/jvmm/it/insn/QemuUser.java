package io.jvmm.it.insn;

import io.jvmm.provisioning.CacheDirectory;
import io.jvmm.provisioning.DebianMirror;
import io.jvmm.provisioning.PackageStore;
import io.jvmm.provisioning.Progress;
import io.jvmm.provisioning.Tool;
import io.jvmm.provisioning.Toolbox;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** QEMU's emulation of Linux user programs: another implementation of the same instructions. */
final class QemuUser {
  private static final long PATIENCE_SECONDS = 120;
  // Has the loads and stores of Armv8.4 with RCpc, and blocks of 64 bytes for DC ZVA.
  private static final String PROCESSOR = "neoverse-v1";

  private final Path program;

  private QemuUser(Path program) {
    this.program = program;
  }

  /** Fetched into the cache on first use; Debian builds it statically linked. */
  static QemuUser forData(ByteOrder order) {
    String name = order == ByteOrder.BIG_ENDIAN ? "qemu-aarch64_be" : "qemu-aarch64";
    Tool tool = new Tool(name, "qemu-user", "usr/bin/" + name);
    Map<String, String> environment = System.getenv();
    PackageStore packages =
        new PackageStore(
            CacheDirectory.ofEnvironment(environment),
            () -> DebianMirror.ofThisMachine(environment),
            Progress.SILENT);
    return new QemuUser(Toolbox.ofThisMachine(packages).tree(tool).resolve(tool.path()));
  }

  /** Runs a program in a directory of its own; what it wrote to its standard output. */
  byte[] run(byte[] elf, Path directory) throws IOException, InterruptedException {
    Path guest = Files.write(directory.resolve("oracle"), elf);
    Files.setPosixFilePermissions(guest, PosixFilePermissions.fromString("rwx------"));
    Path output = directory.resolve("output");
    Path errors = directory.resolve("errors");
    Process process =
        new ProcessBuilder(List.of(program.toString(), "-cpu", PROCESSOR, guest.toString()))
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(program + " takes too long");
    }
    if (process.exitValue() != 0) {
      throw new AssertionError(
          "%s: status %d; %s".formatted(program, process.exitValue(), Files.readString(errors)));
    }
    return Files.readAllBytes(output);
  }
}
