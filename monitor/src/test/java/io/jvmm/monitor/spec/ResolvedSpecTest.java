package io.jvmm.monitor.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.block.DiskImage;
import io.jvmm.virtio.block.qcow2.Qcow2Image;
import io.jvmm.vmm.spec.ConsoleSpec;
import io.jvmm.vmm.spec.FileReference.ImageFile;
import io.jvmm.vmm.spec.PortConnection.ToFile;
import io.jvmm.vmm.spec.PortConnection.UnixSocket;
import io.jvmm.vmm.spec.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResolvedSpecTest {
  private static final String SPEC =
      """
      {"name": "a", "gic": "kvm-v2", "cpu": {"maxVectorBits": 256, "pinning": [[0], []]},
       "boot": {"kernel": "Image", "cmdline": "quiet"},
       "disks": [{"path": "vm:root.img", "copyOf": "image:x/root.img", "serial": "one"},
                 {"path": "vm:new.qcow2", "format": "qcow2", "overlayOf": "image:x/root.img",
                  "limit": {"operationsPerSecond": 100}}],
       "networks": [{"type": "user", "mac": "02:00:00:00:00:01", "receiveLimit":
         {"bytesPerSecond": "1MiB"}, "forwards": [{"host": "[::1]:2222", "guest": 22}]}],
       "console": {"inputAfter": "# ", "connect": "unix:a.sock",
         "ports": [{"name": "log", "connect": "file:log"}]}}""";

  @TempDir private Path directory;

  private SpecFiles files;
  private SpecReader reader;

  @BeforeEach
  void aKernelAndAnImageExist() throws IOException {
    Files.writeString(directory.resolve("Image"), "kernel");
    byte[] image = new byte[1 << 20];
    image[70_000] = 1;
    Files.write(directory.resolve("image-root.img"), image);
    files = new SpecFiles(directory, directory.resolve("vm"), new ImagesInDirectory());
    reader = new SpecReader(_ -> files);
  }

  @Test
  void aDiskThatDoesNotExistIsCopiedFromItsOrigin() {
    ResolvedSpec resolved = resolve();

    assertThat(resolved.disks().getFirst()).isEqualTo(directory.resolve("vm/root.img"));
    assertThat(directory.resolve("vm/root.img"))
        .hasSameBinaryContentAs(directory.resolve("image-root.img"));
  }

  @Test
  void anOverlayThatDoesNotExistIsMadeOnItsBase() {
    Path overlay = resolve().disks().getLast();

    try (DiskImage image = Qcow2Image.open(overlay, true)) {
      assertThat(image.size()).isEqualTo(1 << 20);
      assertThat(image.files()).containsExactly(overlay, directory.resolve("image-root.img"));
    }
  }

  @Test
  void aDiskThatExistsIsLeftAsItIs() throws IOException {
    Files.createDirectories(directory.resolve("vm"));
    Files.writeString(directory.resolve("vm/root.img"), "mine");
    Files.writeString(directory.resolve("vm/new.qcow2"), "mine too");

    resolve();

    assertThat(directory.resolve("vm/root.img")).hasContent("mine");
    assertThat(directory.resolve("vm/new.qcow2")).hasContent("mine too");
  }

  @Test
  void aFirmwaresVariablesAreCopiedOnce() throws IOException {
    String spec =
        """
        {"name": "a", "boot": {"firmware":
          {"code": "Image", "variables": "vm:vars", "copyOf": "image:x/root.img"}}}""";
    Path variables = directory.resolve("vm/vars");

    ResolvedSpec.of(reader.parse("vm.json", spec), files);
    assertThat(variables).hasSameBinaryContentAs(directory.resolve("image-root.img"));
    Files.writeString(variables, "changed");
    BootFiles boot = ResolvedSpec.of(reader.parse("vm.json", spec), files).boot();

    assertThat(variables).hasContent("changed");
    assertThat(boot.variables()).contains(variables);
    assertThat(boot.readOnly()).containsExactly(directory.resolve("Image"));
  }

  @Test
  void aCopyLeavesNothingElseBehind() {
    resolve();

    assertThat(directory.resolve("vm")).isDirectoryContaining("glob:**/root.img");
    assertThat(directory.resolve("vm").toFile().list()).hasSize(2);
  }

  @Test
  void itsJsonReadsBackAsTheSameMachine() throws IOException {
    ResolvedSpec resolved = resolve();
    VmSpec again = reader.parse("again.json", resolved.toJson());

    assertThat(ResolvedSpec.of(again, files).toJson()).isEqualTo(resolved.toJson());
    assertThat(again.boot().kernel().orElseThrow())
        .hasToString(resolved.boot().kernel().orElseThrow().toString());
    assertThat(again)
        .usingRecursiveComparison()
        .ignoringFields("boot.kernel", "disks.path", "disks.copyOf", "disks.overlayOf")
        .isEqualTo(resolved.spec());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'kernel': 'Image', 'initrd': ['Image', 'Image'], 'loadAddress': '0x40200000'}",
        "{'kernel': 'Image', 'environment': ['boot_verbose=1', 'a=']}",
        "{'kernel': 'Image', 'overlays': ['Image', 'image-root.img']}",
        "{'disk': 0, 'entry': 'debian', 'cmdline': 'quiet'}",
        "{'firmware': {'code': 'Image', 'variables': 'vm:vars', 'copyOf': 'image:x/root.img'}}"
      })
  void eachWayToBootReadsBackAsItself(String boot) throws IOException {
    String spec = SPEC.replaceFirst("\\{\"kernel.*quiet\"\\}", boot.replace('\'', '"'));
    ResolvedSpec resolved = ResolvedSpec.of(reader.parse("vm.json", spec), files);

    VmSpec again = reader.parse("again.json", resolved.toJson());

    assertThat(ResolvedSpec.of(again, files).boot()).isEqualTo(resolved.boot());
    assertThat(ResolvedSpec.of(again, files).toJson()).isEqualTo(resolved.toJson());
  }

  @Test
  void whatPortsLeadToHasAnAbsolutePath() {
    ConsoleSpec console = resolve().spec().console();

    assertThat(console.connect()).contains(new UnixSocket(directory.resolve("a.sock")));
    assertThat(console.ports().getFirst().connect())
        .isEqualTo(new ToFile(directory.resolve("log")));
  }

  private ResolvedSpec resolve() {
    return ResolvedSpec.of(reader.parse("vm.json", SPEC), files);
  }

  private final class ImagesInDirectory implements GuestImages {
    @Override
    public Optional<String> problem(ImageFile file) {
      return Optional.empty();
    }

    @Override
    public Path locate(ImageFile file) {
      return directory.resolve("image-" + file.file());
    }
  }
}
