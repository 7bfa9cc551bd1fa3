package io.jvmm.cli.doctor;

import io.jvmm.provisioning.ExternalProgram;
import io.jvmm.vmm.error.HostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The emulator of the nested host: the machine's own, or else Debian's, which jvmm fetches. */
record QemuCheck() implements Check {
  private static final String PROGRAM = "qemu-system-aarch64";
  private static final String REMEDY = ProgramCheck.install("qemu-system-arm");

  @Override
  public List<Finding> findings(Host host) {
    Optional<Path> installed = host.program(PROGRAM);
    if (installed.isPresent()) {
      return List.of(version(installed.get()));
    }
    return List.of(
        host.program("apt-get").isPresent()
            ? Finding.note(PROGRAM, "is not installed", "Debian's is fetched on first use", REMEDY)
            : Finding.missing(PROGRAM, "is not installed, and nothing can fetch it", REMEDY));
  }

  private static Finding version(Path program) {
    try {
      List<String> lines =
          new ExternalProgram(List.of(program.toString(), "--version"), REMEDY).run();
      return Finding.ok(PROGRAM, lines.isEmpty() ? program.toString() : lines.getFirst());
    } catch (HostException e) {
      return Finding.missing(PROGRAM, "%s does not run".formatted(program), REMEDY);
    }
  }
}
