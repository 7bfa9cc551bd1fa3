package io.jvmm.load.disk.grub;

/** A script that is none. */
final class GrubSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;

  GrubSyntaxException(String problem) {
    super(problem);
    this.problem = problem;
  }

  String problem() {
    return problem;
  }
}
