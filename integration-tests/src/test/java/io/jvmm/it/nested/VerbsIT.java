package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.cli.JvmmCommand;
import io.jvmm.control.MachineStore;
import io.jvmm.control.StoredMachine;
import io.jvmm.it.Checkout;
import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import io.jvmm.it.guest.A64;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that run no guest, on a real host; {@link LifeCycleIT} has those that do. */
class VerbsIT {
  private static final Set<String> NAMES = Set.of("verbs", "verbs-too", "verbs-three");
  private static final MachineStore STORE = MachineStore.of(System.getenv());

  @TempDir private Path directory;

  @AfterEach
  void nothingIsLeft() {
    STORE.machines().stream().filter(each -> NAMES.contains(each.name())).forEach(STORE::destroy);
  }

  @Test
  void aMachineIsClonedRenamedAndHandedToSystemd() throws Exception {
    succeed("create", specification());
    Files.writeString(STORE.home("verbs").directory().resolve("disk.img"), "data");

    succeed("clone", "verbs", "verbs-too");
    succeed("rename", "verbs-too", "verbs-three");

    assertThat(STORE.machines())
        .extracting(StoredMachine::name)
        .contains("verbs", "verbs-three")
        .doesNotContain("verbs-too");
    assertThat(STORE.home("verbs-three").directory().resolve("disk.img")).hasContent("data");
    Result unit = Shell.run("", List.of(Checkout.launcher().toString(), "unit", "verbs-three"));
    assertThat(unit.output()).as(unit.toString()).contains("[Service]", "verbs-three");
    assertThat(succeed("events", "verbs-three")).contains("renamed");
  }

  @Test
  void aSpecificationIsCheckedAndShownAsItWouldBeBuilt() throws IOException {
    String file = specification();

    assertThat(succeed("validate", file)).contains("'verbs' is valid");
    assertThat(succeed("inspect", "--accel", "kvm", file)).contains("GIC");
    assertThat(succeed("inspect", "--accel", "kvm", "--dts", file))
        .contains("interrupt-controller", "arm,armv8-timer");
    assertThat(succeed("load", file)).contains("entry   0x40200000");
    assertThat(succeed("schema")).contains("\"$schema\"");
  }

  @Test
  void aDiskIsMadeLookedAtCopiedAndEnlarged() {
    String qcow2 = directory.resolve("disk.qcow2").toString();
    String raw = directory.resolve("disk.raw").toString();

    succeed("disk", "create", qcow2, "8MiB");
    succeed("disk", "resize", qcow2, "16MiB");
    succeed("disk", "convert", "--format", "raw", qcow2, raw);

    assertThat(succeed("disk", "info", qcow2)).contains("qcow2", "16777216 bytes");
    assertThat(Path.of(raw)).hasSize(16 << 20);
  }

  @Test
  void whatBhyveHasIsImported() throws IOException {
    String configuration =
        """
        name=verbs
        cpus=2
        memory.size=256M
        pci.0.3.0.device=virtio-blk
        pci.0.3.0.path=/vm/disk.img
        """;
    Path file = Files.writeString(directory.resolve("vm.conf"), configuration);

    assertThat(succeed("import", file.toString())).contains("\"cpus\"", "\"256MiB\"");
  }

  @Test
  void itTellsItsVersionAndCompletesWords() {
    assertThat(succeed("version")).contains("jvmm", "KVM 12");
    assertThat(succeed("completion", "bash")).contains("complete -F _jvmm jvmm");
  }

  private String specification() throws IOException {
    Files.write(directory.resolve("Image"), new A64().waitForInterrupt().image());
    return Files.writeString(
            directory.resolve("verbs.json"),
            "{\"name\": \"verbs\", \"memory\": \"64MiB\", \"boot\": {\"kernel\": \"Image\"}}")
        .toString();
  }

  /** A command in this process; what it prints. */
  private static String succeed(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = JvmmCommand.execute(new PrintWriter(out), new PrintWriter(err), arguments);
    assertThat(status).as("%s %s", List.of(arguments), err).isZero();
    return out.toString();
  }
}
