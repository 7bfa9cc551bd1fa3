package io.jvmm.cli;

import io.jvmm.cli.bhyve.BhyveConfig;
import io.jvmm.cli.bhyve.BhyveImport;
import io.jvmm.cli.bhyve.BhyveImport.Imported;
import io.jvmm.vmm.error.ConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a specification of what another hypervisor has. */
@Command(
    name = "import",
    description = "Print the specification of a machine that FreeBSD's bhyve has.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "FILE is what bhyve -k takes, and bhyve -o config.dump=1 prints (bhyve_config(5)). What cannot be",
      "carried over is told on standard error, a line each.",
      "",
      "Example:",
      "  jvmm import vm.conf > vm.json && jvmm validate vm.json"
    })
final class ImportCommand implements Callable<Integer> {
  private static final long LARGEST_FILE = 1 << 20;

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "The configuration, lines of key=value.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    String name = ("" + file.getFileName()).replaceFirst("\\.[^.]*$", "");
    Imported imported = BhyveImport.of(BhyveConfig.parse(file.toString(), text()), name);
    PrintWriter err = command.commandLine().getErr();
    imported.remarks().forEach(remark -> err.println("jvmm: " + remark));
    err.flush();
    PrintWriter out = command.commandLine().getOut();
    out.println(imported.specification().toPrettyString());
    out.flush();
    return 0;
  }

  private String text() {
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw new ConfigurationException(
            "'%s' has more than %d bytes: it is no configuration".formatted(file, LARGEST_FILE));
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new ConfigurationException("there is no file '%s': check the path".formatted(file));
    } catch (IOException e) {
      throw new ConfigurationException("cannot read '%s': %s".formatted(file, e.getMessage()));
    }
  }
}
