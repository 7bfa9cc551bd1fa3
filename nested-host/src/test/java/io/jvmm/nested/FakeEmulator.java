package io.jvmm.nested;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Shell scripts that stand in for QEMU. They find the console's file among QEMU's options; the
 * first line of each script puts its path in {@code $console}.
 */
final class FakeEmulator {
  private static final String FIND_CONSOLE =
      """
      for word; do
        case $word in file:*) console=${word#file:} ;; esac
      done
      """;

  private final Path directory;

  /** With room for the script and for what a host boots from. */
  FakeEmulator(Path directory) {
    this.directory = directory;
  }

  /** An emulator that does what a script says. */
  QemuCommand that(String script) throws IOException {
    Path program = Files.writeString(directory.resolve("emulator.sh"), FIND_CONSOLE + script);
    Path initrd = Files.write(directory.resolve("initrd.gz"), new byte[4]);
    return new QemuCommand(
        List.of("sh", program.toString()),
        HostConfig.of(1024, List.of()),
        new HostImage(Path.of("/vmlinuz"), initrd, List.of()));
  }

  /** An emulator whose host comes up and stays. */
  QemuCommand thatComesUp() throws IOException {
    return that("echo jvmm-nested-host-ready > \"$console\"; exec sleep 600");
  }
}
