package io.jvmm.cli.doctor;

import java.util.List;

/**
 * A program of the machine's.
 *
 * @param program its name
 * @param debianPackage the package that has it
 * @param required whether machines run without it
 * @param costs what cannot be had without it
 */
record ProgramCheck(String program, String debianPackage, boolean required, String costs)
    implements Check {
  @Override
  public List<Finding> findings(Host host) {
    String remedy = install(debianPackage);
    return List.of(
        host.program(program)
            .map(path -> Finding.ok(program, path.toString()))
            .orElseGet(
                () ->
                    required
                        ? Finding.missing(program, "is not installed", remedy)
                        : Finding.note(program, "is not installed", costs, remedy)));
  }

  static String install(String debianPackage) {
    return "sudo apt-get install " + debianPackage;
  }
}
