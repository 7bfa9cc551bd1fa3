package io.jvmm.cli;

import io.jvmm.cli.RunCommand.Accelerator;
import io.jvmm.monitor.spec.ResolvedSpec;
import io.jvmm.provisioning.StandardStream;
import io.jvmm.vmm.error.HostException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows a machine as it would be built. */
@Command(
    name = "inspect",
    description = "Show a machine as it would be built: its devices, its device tree.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The machine is built where it would run, and not run: on this machine's",
      "/dev/kvm, or in the nested host. Its disks are only read, its networks lead",
      "nowhere. The device tree comes without the seeds that each boot gets.",
      "",
      "Examples:",
      "  jvmm inspect examples/debian.json",
      "  jvmm inspect --dts examples/debian.json",
      "  jvmm inspect --dtb debian.dtb examples/debian.json"
    })
final class InspectCommand implements Callable<Integer> {
  private static final Path STANDARD_OUTPUT = Path.of("-");

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "SPEC", description = "The machine's specification, a JSON file.")
  private Path file = Path.of("");

  @Option(
      names = "--accel",
      paramLabel = "WHERE",
      description = "Where the machine would run: kvm, nested or auto, as for 'jvmm run'.")
  private Accelerator accelerator = Accelerator.AUTO;

  @Mixin private BootOptions boot = new BootOptions();

  @ArgGroup private Shown shown = new Shown();

  /** One of these, or none: the summary. */
  static final class Shown {
    @Option(names = "--json", description = "The summary as JSON, for programs.")
    private boolean json;

    @Option(names = "--dts", description = "The device tree as source.")
    private boolean dts;

    @Option(
        names = "--dtb",
        paramLabel = "FILE",
        description = "Write the device tree, flattened, to this file; - is standard output.")
    private Optional<Path> dtb = Optional.empty();

    private View view() {
      return json ? View.JSON : dts ? View.DTS : dtb.isPresent() ? View.DTB : View.SUMMARY;
    }
  }

  @Override
  public Integer call() {
    if (shown.dtb.filter(STANDARD_OUTPUT::equals).isPresent()
        && StandardStream.OUTPUT.isTerminal()) {
      throw new ParameterException(
          command.commandLine(), "--dtb -: no terminal shows this: name a file, or use --dts");
    }
    Provisions provisions = Provisions.ofEnvironment();
    SpecFile specification =
        SpecFile.ofFileOrMachine(file, provisions.guestImages()).with(boot.overrides());
    ResolvedSpec spec = specification.resolve();
    Backend backend = Backend.choose(accelerator, provisions, command.commandLine().getErr());
    write(backend.inspect(spec, shown.view()));
    return 0;
  }

  private void write(byte[] content) {
    try {
      if (shown.dtb.isEmpty()) {
        PrintWriter out = command.commandLine().getOut();
        out.print(new String(content, StandardCharsets.UTF_8));
        out.flush();
      } else if (shown.dtb.get().equals(STANDARD_OUTPUT)) {
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
          out.write(content);
        }
      } else {
        Files.write(shown.dtb.get(), content);
      }
    } catch (IOException e) {
      throw new HostException("cannot write the device tree: " + e.getMessage(), e);
    }
  }
}
