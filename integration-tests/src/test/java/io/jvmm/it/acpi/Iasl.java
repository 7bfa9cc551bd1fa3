package io.jvmm.it.acpi;

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

/**
 * ACPICA's compiler and disassembler, Debian's from the cache: the oracle. This machine's own may
 * be older than the tables.
 */
final class Iasl {
  private static final Tool TOOL = new Tool("iasl", "acpica-tools", "usr/bin/iasl");

  private final List<String> program;
  private final Path directory;

  private Iasl(List<String> program, Path directory) {
    this.program = program;
    this.directory = directory;
  }

  /** Leaves its files in a directory. */
  static Iasl in(Path directory) {
    Map<String, String> environment = System.getenv();
    PackageStore packages =
        new PackageStore(
            CacheDirectory.ofEnvironment(environment),
            () -> DebianMirror.ofThisMachine(environment),
            Progress.SILENT);
    return new Iasl(Toolbox.ofThisMachine(packages).fetched(TOOL), directory);
  }

  /**
   * What it made.
   *
   * @param file what came out
   * @param remarks what it had to say on the way
   */
  record Made(Path file, String remarks) {}

  /** Disassembles a table. */
  Made disassemble(String name, byte[] table) throws IOException, InterruptedException {
    Path file = Files.write(directory.resolve(name + ".dat"), table);
    String remarks = run("-p", directory.resolve(name), "-d", file);
    return new Made(directory.resolve(name + ".dsl"), remarks);
  }

  /** Compiles what it has disassembled, as it is: paths of names are not shortened. */
  Made compile(Made source) throws IOException, InterruptedException {
    String remarks = run("-oa", "-p", directory.resolve("compiled"), source.file());
    return new Made(directory.resolve("compiled.aml"), remarks);
  }

  private String run(Object... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(program);
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    Shell.Result result = Shell.run("", words);
    return result.output() + result.errors();
  }
}
