package io.jvmm.monitor.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.load.DeviceTreeBlob;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InspectionTest {
  @TempDir private Path directory;

  private TestKernel kernel;

  @BeforeEach
  void aKernelExists() throws IOException {
    kernel = TestKernel.in(directory);
  }

  private Inspection inspect(String keys) throws IOException {
    return Inspection.of(kernel.machine(keys), new AssumedHost(), _ -> {});
  }

  @Test
  void theSummaryHasEveryDefaultAndEveryDevice() throws IOException {
    Files.write(directory.resolve("disk.img"), new byte[1 << 20]);

    String summary = inspect(", 'disks': [{'path': 'disk.img'}]").summary();

    assertThat(summary.replace(directory.toString(), "/vm"))
        .isEqualTo(
            """
            name                       a
            cpus                       1
            cpu.pmu                    auto
            cpu.sve                    auto
            cpu.pointerAuthentication  auto
            memory                     64MiB
            gic                        auto
            transport                  mmio
            boot.kernel                /vm/Image
            disks[0].path              /vm/disk.img
            disks[0].readOnly          false
            disks[0].queues            1
            disks[0].blockSize         512
            disks[0].cache             host
            disks[0].engine            auto
            console.input              auto

            interrupt controller       GICv3 (KVM): the host offers it, and it has no limit of 8 vCPUs as GICv2 has

            DEVICE         ADDRESS+SIZE           INTERRUPT  IS
            pmu                                   PPI 7      arm,armv8-pmuv3
            timer                                 PPI 13     arm,armv8-timer
                                                  PPI 14
                                                  PPI 11
                                                  PPI 10
            gic            0x8000000+0x10000                 arm,gic-v3
                           0x80a0000+0x20000
            its            0x8080000+0x20000                 arm,gic-v3-its
            serial0        0x9000000+0x1000       SPI 1      arm,pl011
            rtc            0x9010000+0x1000       SPI 2      arm,pl031
            gpio0          0x9030000+0x1000       SPI 7      arm,pl061
            pvpanic        0x9800000+0x2                     qemu,pvpanic-mmio
            bvmcons        0x9810000+0x1000                  jvmm,bvmcons
            virtio0        0xa000000+0x200        SPI 16     virtio,mmio a-disk0
            virtio1        0xa000200+0x200        SPI 17     virtio,mmio a-console
            virtio2        0xa000400+0x200        SPI 18     virtio,mmio a-rng
            """);
  }

  @Test
  void pciFunctionsAreDevicesToo() throws IOException {
    assertThat(inspect(", 'transport': 'pci'").summary())
        .contains(
            """
            pcie           0x3f000000+0x1000000              pci-host-ecam-generic
            0000:00:01.0                          MSI-X      a-console
            0000:00:02.0                          MSI-X      a-rng
            """);
  }

  @Test
  void asJsonItIsForPrograms() throws IOException {
    JsonNode json = new JsonMapper().readTree(inspect("").json());

    assertThat(json.at("/specification/memory").asString()).isEqualTo("64MiB");
    assertThat(json.at("/interruptController").asString()).startsWith("GICv3");
    assertThat(json.at("/devices/4/name").asString()).isEqualTo("serial0");
    assertThat(json.at("/devices/4/addresses/0").asString()).isEqualTo("0x9000000+0x1000");
    assertThat(json.at("/devices/4/interrupts/0").asString()).isEqualTo("SPI 1");
  }

  @Test
  void theSourceHasLabelsAndNoSecrets() throws IOException {
    assertThat(inspect("").deviceTreeSource())
        .startsWith("/* Without the secrets of a boot")
        .contains("\tserial0: serial@9000000 {\n", "\tgic: interrupt-controller@8000000 {\n")
        .contains("virtio1: virtio_mmio@a000200", "cpu0: cpu@0")
        .doesNotContain("seed =");
  }

  @ParameterizedTest
  @CsvSource({
    "kvm-v2, 'arm,cortex-a15-gic', v2m: v2m@8020000",
    "kvm-v3, 'arm,gic-v3', its: msi-controller@8080000",
    "emulated, 'arm,cortex-a15-gic', v2m: v2m@8020000"
  })
  void theSpecificationsControllerIsInTheTree(String gic, String compatible, String messages)
      throws IOException {
    assertThat(inspect(", 'gic': '%s'".formatted(gic)).deviceTreeSource())
        .contains("compatible = \"" + compatible, messages);
  }

  @Test
  void anOverlayChangesTheTree() throws IOException {
    DeviceTreeNode fragment =
        DeviceTreeNode.named("fragment@0")
            .cells("target", -1)
            .child(DeviceTreeNode.named("__overlay__").strings("status", "disabled").build())
            .build();
    DeviceTreeNode overlay =
        DeviceTreeNode.named("")
            .child(fragment)
            .child(
                DeviceTreeNode.named("__fixups__")
                    .strings("serial0", "/fragment@0:target:0")
                    .build())
            .build();
    Files.write(directory.resolve("board.dtbo"), DeviceTreeBlob.of(overlay));

    String tree =
        Inspection.of(
                kernel.resolved(
                    "{'name': 'a', 'boot': {'kernel': 'Image', 'overlays': 'board.dtbo'}}"),
                new AssumedHost(),
                _ -> {})
            .deviceTreeSource();

    assertThat(tree)
        .contains("status = \"disabled\";", "serial0 = \"/serial@9000000\";", "__symbols__ {");
  }

  @Test
  void anOverlayThatDoesNotFitIsNamed() throws IOException {
    Files.write(directory.resolve("board.dtbo"), Files.readAllBytes(directory.resolve("Image")));

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                Inspection.of(
                    kernel.resolved(
                        "{'name': 'a', 'boot': {'kernel': 'Image', 'overlays': ['board.dtbo']}}"),
                    new AssumedHost(),
                    _ -> {}))
        .withMessageContaining("overlay " + directory.resolve("board.dtbo") + " is a damaged");
  }
}
