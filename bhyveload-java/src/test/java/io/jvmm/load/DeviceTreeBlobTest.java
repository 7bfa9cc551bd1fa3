package io.jvmm.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.load.testkit.BlobReader;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.memory.AddressRange;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceTreeBlobTest {
  @TempDir Path directory;

  @Test
  void theSmallestTreeIsAHeaderAndARoot() {
    byte[] blob = DeviceTreeBlob.of(DeviceTreeNode.named("").build());

    assertThat(HexFormat.of().formatHex(blob))
        .isEqualTo(
            "d00dfeed" // magic
                + "00000048" // totalsize
                + "00000038" // off_dt_struct
                + "00000048" // off_dt_strings
                + "00000028" // off_mem_rsvmap
                + "00000011" // version
                + "00000010" // last_comp_version
                + "00000000" // boot_cpuid_phys
                + "00000000" // size_dt_strings
                + "00000010" // size_dt_struct
                + "00000000000000000000000000000000" // no reservations
                + "00000001" // FDT_BEGIN_NODE
                + "00000000" // ""
                + "00000002" // FDT_END_NODE
                + "00000009"); // FDT_END
  }

  @Test
  void namesAndValuesArePaddedAndPropertyNamesAreShared() {
    DeviceTreeNode child = DeviceTreeNode.named("a@1").cells("reg", 1).bytes("x", (byte) 7).build();
    DeviceTreeNode root = DeviceTreeNode.named("").bytes("x").child(child).build();

    byte[] blob = DeviceTreeBlob.of(root);

    assertThat(HexFormat.of().formatHex(blob, 56, blob.length))
        .isEqualTo(
            "00000001" // FDT_BEGIN_NODE
                + "00000000" // ""
                + "00000003" // FDT_PROP x, empty
                + "00000000"
                + "00000000"
                + "00000001" // FDT_BEGIN_NODE
                + "61403100" // "a@1"
                + "00000003" // FDT_PROP reg
                + "00000004"
                + "00000002"
                + "00000001"
                + "00000003" // FDT_PROP x, one byte
                + "00000001"
                + "00000000"
                + "07000000"
                + "00000002" // FDT_END_NODE
                + "00000002" // FDT_END_NODE
                + "00000009" // FDT_END
                + "7800" // "x"
                + "72656700"); // "reg"
  }

  @Test
  void aReaderFindsEverythingThatWasWritten() {
    DeviceTreeNode root = machine();

    assertThat(BlobReader.lines(DeviceTreeBlob.of(root))).isEqualTo(BlobReader.lines(root));
  }

  @Test
  void aTreeOfManyNodesOutgrowsTheFirstBuffer() {
    DeviceTreeNode.Builder root = DeviceTreeNode.named("");
    for (int i = 0; i < 2000; i++) {
      root.child(DeviceTreeNode.named("cpu@" + Integer.toHexString(i)).cells("reg", i).build());
    }
    DeviceTreeNode tree = root.build();

    assertThat(BlobReader.lines(DeviceTreeBlob.of(tree))).isEqualTo(BlobReader.lines(tree));
  }

  @Test
  void dtcReadsItWithoutAWarning() throws Exception {
    Optional<Path> dtc = dtc();
    Assumptions.assumeTrue(dtc.isPresent(), "there is no dtc on the PATH");
    Path blob = Files.write(directory.resolve("tree.dtb"), DeviceTreeBlob.of(machine()));
    Path errors = directory.resolve("errors");
    Path again = directory.resolve("again.dtb");

    Process process =
        new ProcessBuilder(
                List.of(
                    dtc.get().toString(),
                    "-I",
                    "dtb",
                    "-O",
                    "dtb",
                    "-o",
                    again.toString(),
                    blob.toString()))
            .redirectError(errors.toFile())
            .start();

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(errors).hasContent("");
    assertThat(process.exitValue()).isZero();
    assertThat(BlobReader.lines(Files.readAllBytes(again))).isEqualTo(BlobReader.lines(machine()));
  }

  private static Optional<Path> dtc() {
    return List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)).stream()
        .map(folder -> Path.of(folder, "dtc"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static DeviceTreeNode machine() {
    DeviceTreeNode gic =
        DeviceTreeNode.device("interrupt-controller", AddressRange.of(0x800_0000, 0x1_0000))
            .strings("compatible", "arm,gic-v3")
            .cells("#address-cells", 0)
            .cells("#interrupt-cells", 3)
            .flag("interrupt-controller")
            .cells("phandle", 1)
            .build();
    DeviceTreeNode serial =
        DeviceTreeNode.device("serial", AddressRange.of(0x900_0000, 0x1000))
            .strings("compatible", "arm,pl011", "arm,primecell")
            .levelInterrupt(IntId.spi(1))
            .build();
    return DeviceTreeNode.named("")
        .strings("compatible", "linux,dummy-virt")
        .strings("model", "jvmm")
        .cells("#address-cells", 2)
        .cells("#size-cells", 2)
        .cells("interrupt-parent", 1)
        .child(DeviceTreeNode.named("chosen").strings("stdout-path", "/serial@9000000").build())
        .child(gic)
        .child(serial)
        .build();
  }
}
