package io.jvmm.it.nested.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import io.jvmm.it.guest.A64;
import io.jvmm.it.nested.TestMachine;
import io.jvmm.vmm.spec.TransportChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The device trees of machines that are built and not run, on every interrupt controller that the
 * host offers: dtc, which knows the rules of the trade, has nothing to say about them.
 */
@ParameterizedClass
@MethodSource("io.jvmm.it.nested.conformance.GicMode#offered")
record DeviceTreeIT(GicMode gic) {
  private static final int GICV2_CPUS = 8;

  /** Source that dtc itself has written refers to nodes by number, of which it warns then. */
  private static final String[] NUMBERS_ARE_FINE = {"-Wno-clocks_property", "-Wno-gpios_property"};

  /** What differs from the plainest machine. */
  enum Board {
    PLAIN,
    PCI,
    EIGHT_CPUS,
    MANY_CPUS;

    TestMachine change(TestMachine machine) {
      return switch (this) {
        case PLAIN -> machine;
        case PCI -> machine.transport(TransportChoice.PCI);
        case EIGHT_CPUS -> machine.cpus(GICV2_CPUS);
        case MANY_CPUS -> machine.cpus(200);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void theCompilerHasNothingToSay(Board board, @TempDir Path directory) throws Exception {
    Assumptions.assumeTrue(board != Board.MANY_CPUS || gic == GicMode.KVM_V3);

    requireClean(board.change(machine(directory)), directory);
  }

  @Test
  void norOfABoardWithFirmware(@TempDir Path directory) throws Exception {
    Path code = Files.write(directory.resolve("code.fd"), new byte[4096]);

    requireClean(machine(directory).firmware(code), directory);
  }

  @Test
  void anOverlaysSourceIsCompiledAndApplied(@TempDir Path directory) throws Exception {
    Path overlay =
        Files.writeString(
            directory.resolve("board.dts"),
            """
            /dts-v1/;
            /plugin/;
            &{/} { board: board { compatible = "test,board"; serial = <&serial0>; }; };
            &serial0 { partner = <&board>; };
            """);
    TestMachine machine = machine(directory).overlay(overlay);

    assertThat(machine.inspect().deviceTreeSource())
        .contains("compatible = \"test,board\";", "partner = <", "board = \"/board\";");
    requireClean(machine, directory);
  }

  private TestMachine machine(Path directory) {
    return TestMachine.running(new A64().powerOff(), directory).gic(gic.choice());
  }

  /** Through source and back without a warning, and our own source means the same tree. */
  private static void requireClean(TestMachine machine, Path directory) throws Exception {
    var inspection = machine.inspect();
    Path blob = Files.write(directory.resolve("guest.dtb"), inspection.deviceTree());
    Path ours = Files.writeString(directory.resolve("guest.dts"), inspection.deviceTreeSource());

    Path source = directory.resolve("dtc.dts");
    compile("dtb", blob, "dts", source);
    compile("dts", source, "dtb", directory.resolve("dtc.dtb"), NUMBERS_ARE_FINE);
    compile("dts", ours, "dtb", directory.resolve("ours.dtb"));

    Path again = directory.resolve("ours.dts");
    compile("dtb", directory.resolve("ours.dtb"), "dts", again);
    assertThat(again).hasSameTextualContentAs(source);
  }

  private static void compile(
      String fromFormat, Path from, String toFormat, Path to, String... options)
      throws IOException, InterruptedException {
    List<String> dtc = new ArrayList<>(List.of("dtc", "-I", fromFormat, "-O", toFormat));
    dtc.addAll(List.of(options));
    dtc.addAll(List.of("-o", to.toString(), from.toString()));

    Result result = Shell.run("", dtc);

    assertThat(result.errors()).as("what dtc says").isEmpty();
    assertThat(result.status()).isZero();
  }
}
