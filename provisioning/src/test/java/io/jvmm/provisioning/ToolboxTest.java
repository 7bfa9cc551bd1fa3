package io.jvmm.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolboxTest {
  private static final Tool GREETER = new Tool("jvmm-greeter", "greeter", "usr/bin/jvmm-greeter");

  @TempDir private Path root;

  @Test
  void theMachinesOwnProgramComesFirst() throws IOException {
    Path program = Files.writeString(root.resolve("jvmm-greeter"), "");
    assertThat(program.toFile().setExecutable(true)).isTrue();

    Toolbox toolbox = toolbox(Map.of("PATH", root.toString()));

    assertThat(toolbox.command(GREETER)).containsExactly(program.toString());
  }

  @Test
  void aFetchedProgramRunsByTheLoaderThatCameWithIt() throws IOException {
    PackageRequest request =
        PackageRequest.withDependencies("trixie", Architecture.AMD64, "greeter");
    PackageSet none = new PackageSet(root, List.of());
    Path tree = root.resolve("trees").resolve("greeter-" + none.digest());
    Files.createDirectories(tree);
    Path resolved = Files.createDirectories(root.resolve("apt/trixie-amd64/resolved"));
    Files.writeString(resolved.resolve(request.key()), "");

    List<String> command = toolbox(Map.of()).command(GREETER);

    Path libraries = tree.resolve("usr/lib/x86_64-linux-gnu");
    assertThat(command)
        .containsExactly(
            libraries.resolve("ld-linux-x86-64.so.2").toString(),
            "--library-path",
            libraries.toString(),
            tree.resolve("usr/bin/jvmm-greeter").toString());
  }

  @Test
  void otherArchitecturesAreRefused() {
    assertThat(Architecture.ofJavaName("aarch64")).isEqualTo(Architecture.ARM64);
    assertThatThrownBy(() -> Architecture.ofJavaName("riscv64"))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("riscv64");
  }

  private Toolbox toolbox(Map<String, String> environment) {
    PackageStore packages =
        new PackageStore(
            new CacheDirectory(root),
            () -> {
              throw new HostException("asked for the mirror");
            },
            Progress.SILENT);
    return new Toolbox(packages, Architecture.AMD64, environment);
  }
}
