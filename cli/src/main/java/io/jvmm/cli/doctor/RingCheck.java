package io.jvmm.cli.doctor;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether disks can have an io_uring.
 *
 * @param obstacle what is in the way of that, if anything is
 */
record RingCheck(Supplier<Optional<String>> obstacle) implements Check {
  private static final String CHECK = "io_uring";

  @Override
  public List<Finding> findings(Host host) {
    return List.of(
        obstacle
            .get()
            .map(
                why ->
                    Finding.note(
                        CHECK,
                        why,
                        "disks are served by threads, with more system calls",
                        "sudo sysctl kernel.io_uring_disabled=0, on Linux 5.8 or later"))
            .orElseGet(() -> Finding.ok(CHECK, "can be used")));
  }
}
