package io.jvmm.monitor.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.vmm.error.ConfigurationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedImageTest {
  @TempDir private Path directory;

  private TestKernel kernel;

  @BeforeEach
  void aKernelExists() throws IOException {
    kernel = TestKernel.in(directory);
    Files.write(directory.resolve("initrd"), new byte[] {1, 2, 3});
  }

  private LoadedImage load(String keys) throws IOException {
    return LoadedImage.of(kernel.machine(keys), _ -> {});
  }

  @Test
  void thePlanIsThatOfTheMachine() throws IOException {
    try (LoadedImage image =
        LoadedImage.of(
            kernel.resolved(
                "{'name': 'a', 'boot': {'kernel': 'Image', 'initrd': 'initrd', 'cmdline': 'q'}}"),
            _ -> {})) {
      assertThat(image.plan().replace(directory.toString(), "/boot"))
          .matches(
              """
              entry   0x40200000
              x0      0x40000000
              region  \\[0x40000000, 0x40000[0-9a-f]{3}\\)  device tree: generated, [0-9]{4} bytes
              region  \\[0x40200000, 0x40210000\\)  kernel: arm64 Image, 4 KiB pages, file /boot/Image \\(4096 bytes\\)
              region  \\[0x40210000, 0x40210003\\)  initrd: file /boot/initrd \\(3 bytes\\)
              """);
    }
  }

  @Test
  void whatIsWrittenIsWhatTheGuestFinds() throws IOException {
    Path output = directory.resolve("out/loaded");

    try (LoadedImage image = load("")) {
      image.writeTo(output);
      image.writeTo(output);
      assertThat(output.resolve("plan.txt")).hasContent(image.plan());
    }

    assertThat(output.toFile().list())
        .containsExactlyInAnyOrder(
            "plan.txt",
            "machine.dtb",
            "machine.dts",
            "0x40000000-device-tree.bin",
            "0x40200000-kernel.bin");
    assertThat(output.resolve("machine.dtb"))
        .hasSameBinaryContentAs(output.resolve("0x40000000-device-tree.bin"));
    byte[] loaded = Files.readAllBytes(output.resolve("0x40200000-kernel.bin"));
    assertThat(loaded).hasSize(0x1_0000);
    assertThat(Arrays.copyOf(loaded, 4096))
        .isEqualTo(Files.readAllBytes(directory.resolve("Image")));
  }

  @Test
  void aMachineLargerThanThisOneCostsOnlyWhatIsLoaded() throws IOException {
    String spec = "{'name': 'a', 'memory': '200GiB', 'cpus': 300, 'boot': {'kernel': 'Image'}}";

    try (LoadedImage image = LoadedImage.of(kernel.resolved(spec), _ -> {})) {
      assertThat(image.plan()).startsWith("entry   0x40200000");
    }
  }

  @Test
  void firmwareIsPlannedWithoutItsVariablesBeingTouched() throws IOException {
    Files.write(directory.resolve("code.fd"), new byte[4096]);
    Files.write(directory.resolve("vars.fd"), new byte[4096]);
    String spec =
        "{'name': 'a', 'boot': {'firmware': {'code': 'code.fd', 'variables': 'vars.fd'}}}";

    try (LoadedImage image = LoadedImage.of(kernel.resolved(spec), _ -> {})) {
      assertThat(image.plan()).startsWith("entry   0x0\nx0      0x40000000\n");
    }
    assertThat(directory.resolve("vars.fd")).hasBinaryContent(new byte[4096]);
  }

  @Test
  void disksAreOnlyReadAndNetworksLeadNowhere() throws IOException {
    Path disk = Files.write(directory.resolve("disk.img"), new byte[1 << 20]);
    assertThat(disk.toFile().setReadOnly()).isTrue();
    String keys =
        ", 'disks': [{'path': 'disk.img', 'readOnly': true}], 'networks': [{'type': 'tap',"
            + " 'tap': {'name': 'nowhere0'}}]";

    try (LoadedImage image = load(keys)) {
      assertThat(image.plan()).contains("kernel");
    }
  }

  @Test
  void whatIsTooLargeForTheAddressMapIsRefused() throws IOException {
    String spec = "{'name': 'a', 'memory': '300GiB', 'boot': {'kernel': 'Image'}}";

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> LoadedImage.of(kernel.resolved(spec), _ -> {}))
        .withMessageContaining("address map");
  }

  @Test
  void whatCannotBeBootedIsRefused() throws IOException {
    Files.writeString(directory.resolve("Image"), "#!/bin/sh\n".repeat(1000));

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> load(""))
        .withMessageContaining("Image");
  }

  @Test
  void theTreeHasTheMagicNumberAndItsSize() throws IOException {
    try (LoadedImage image = load("")) {
      image.writeTo(directory);
    }
    ByteBuffer tree = ByteBuffer.wrap(Files.readAllBytes(directory.resolve("machine.dtb")));

    assertThat(tree.getInt(0)).isEqualTo(0xd00d_feed);
    assertThat(tree.getInt(4)).isEqualTo(tree.capacity());
  }
}
