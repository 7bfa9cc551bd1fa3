package io.jvmm.cli;

import io.jvmm.monitor.machine.LoadedImage;
import io.jvmm.monitor.spec.BootOverrides;
import io.jvmm.monitor.spec.ResolvedSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Loads a guest's memory, as bhyveload does, and shows it instead of running it. */
@Command(
    name = "load",
    description = "Load a machine's memory without running it: print what is where.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Works on any machine, without KVM: what depends on the host is assumed, and",
      "the first line says what. Without SPEC, -k or -d says what to load. Disks are",
      "only read.",
      "",
      "Examples:",
      "  jvmm load examples/debian.json",
      "  jvmm load -k vmlinuz -i initrd.img -c console=ttyAMA0 -m 1G",
      "  jvmm load -d disk.img --output loaded",
      "  jvmm load -k kernel -e boot_verbose=1 -e kern.hz=100"
    })
final class LoadCommand implements Callable<Integer> {
  private static final String NAME = "load";

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "SPEC",
      description = "The machine's specification, a JSON file.")
  private Optional<Path> file = Optional.empty();

  @Mixin private BootOptions boot = new BootOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Write it there: the plan, the device tree, and each region's bytes.")
  private Optional<Path> output = Optional.empty();

  @Override
  public Integer call() {
    PrintWriter err = command.commandLine().getErr();
    try (LoadedImage image = LoadedImage.of(resolve(), line -> err.println("jvmm: " + line))) {
      err.flush();
      output.ifPresent(image::writeTo);
      PrintWriter out = command.commandLine().getOut();
      out.println("assumes " + LoadedImage.assumptions());
      out.print(image.plan());
      out.flush();
    }
    return 0;
  }

  private ResolvedSpec resolve() {
    BootOverrides overrides = boot.overrides();
    if (file.isEmpty() && !overrides.areComplete()) {
      throw new ParameterException(
          command.commandLine(), "name a specification, a kernel (-k) or a disk (-d)");
    }
    var images = Provisions.ofEnvironment().guestImages();
    return file.map(spec -> SpecFile.ofFileOrMachine(spec, images).with(overrides).resolve())
        .orElseGet(() -> SpecFile.withoutFile(NAME, overrides, images));
  }
}
