package io.jvmm.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class KernelModulesTest {
  @TempDir private Path root;

  @BeforeEach
  void aKernelWithModules() throws IOException {
    Path modules = Files.createDirectories(root.resolve("usr/lib/modules/6.12.0-arm64"));
    Files.createDirectories(root.resolve("boot"));
    Files.writeString(root.resolve("boot/vmlinuz-6.12.0-arm64"), "");
    Files.writeString(modules.resolve("modules.builtin"), "kernel/drivers/virtio/virtio_pci.ko\n");
    compressed(modules.resolve("kernel/fs/ext4.ko.xz"), "depends=jbd2,crc16");
    compressed(modules.resolve("kernel/fs/jbd2.ko.xz"), "depends=crc16");
    compressed(modules.resolve("kernel/lib/crc16.ko.xz"), "depends=");
    plain(modules.resolve("kernel/drivers/virtio-blk.ko"), "depends=virtio-pci");
  }

  @Test
  void aModuleComesAfterWhatItDependsOn() {
    assertThat(closure("ext4")).containsExactly("crc16", "jbd2", "ext4");
  }

  @Test
  void aModuleComesOnce() {
    assertThat(closure("jbd2", "ext4", "crc16")).containsExactly("crc16", "jbd2", "ext4");
  }

  @Test
  void whatIsBuiltInIsLeftOut() {
    assertThat(closure("virtio_blk", "virtio_pci")).containsExactly("virtio_blk");
  }

  @Test
  void dashesAndUnderscoresAreTheSame() {
    assertThat(closure("virtio-blk")).isEqualTo(closure("virtio_blk"));
  }

  @Test
  void modulesComeDecompressed() {
    byte[] content = modules().closure(List.of("crc16")).getFirst().content();

    assertThat(content).isEqualTo(ModuleObject.withInfo("depends="));
  }

  @Test
  void aModuleThatTheKernelLacksIsNamed() {
    assertThatThrownBy(() -> closure("floppy"))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("floppy");
  }

  @Test
  void theKernelIsFoundByItsModules() {
    assertThat(KernelTree.in(root).release()).isEqualTo("6.12.0-arm64");
  }

  @Test
  void theImageMayLieBesideTheModules() throws IOException {
    Files.delete(root.resolve("boot/vmlinuz-6.12.0-arm64"));
    Path image = root.resolve("usr/lib/modules/6.12.0-arm64/vmlinuz");
    Files.writeString(image, "");

    assertThat(KernelTree.in(root).image()).isEqualTo(image);
  }

  @Test
  void aTreeWithoutAKernelIsRefused() {
    assertThatThrownBy(() -> KernelTree.in(root.resolve("boot")))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("modules not found");
  }

  private List<String> closure(String... wanted) {
    return modules().closure(List.of(wanted)).stream().map(KernelModule::name).toList();
  }

  private KernelModules modules() {
    return KernelModules.of(KernelTree.in(root));
  }

  private static void plain(Path path, String info) throws IOException {
    Files.createDirectories(path.getParent());
    Files.write(path, ModuleObject.withInfo(info));
  }

  private static void compressed(Path path, String info) throws IOException {
    Files.createDirectories(path.getParent());
    try (OutputStream out = new XZOutputStream(Files.newOutputStream(path), new LZMA2Options(0))) {
      out.write(ModuleObject.withInfo(info));
    }
  }
}
