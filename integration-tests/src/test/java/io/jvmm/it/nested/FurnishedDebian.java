package io.jvmm.it.nested;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.nested.TestMachine.Outcome;
import io.jvmm.virtio.block.qcow2.Qcow2Creator;
import io.jvmm.vmm.StopReason.Kind;
import io.jvmm.vmm.spec.DiskLimitSpec;
import io.jvmm.vmm.spec.DiskSpec;
import io.jvmm.vmm.spec.FileReference.HostPath;
import io.jvmm.vmm.spec.NetworkSpec;
import io.jvmm.vmm.spec.PortConnection.ToFile;
import io.jvmm.vmm.spec.PortSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The Debian example with a device of every kind: its raw disk, a qcow2 disk over a backing file, a
 * network, entropy, and a second console.
 *
 * @param directory where the files of these are
 */
public record FurnishedDebian(Path directory) {
  private static final int SECOND_DISK_BYTES = 4 << 20;
  private static final String USES_OF_ALL =
      """
      modprobe virtio_rng; echo entropy: $(head -c 64 /dev/hwrng | wc -c)
      echo before: $(head -c 4 /dev/vdb)
      printf WRITTEN | dd of=/dev/vdb bs=512 seek=100 conv=fsync status=none
      echo 3 >/proc/sys/vm/drop_caches
      echo after: $(dd if=/dev/vdb bs=512 skip=100 count=1 status=none | head -c 7)
      echo on the second console >/dev/hvc1
      /usr/lib/systemd/systemd-networkd-wait-online --timeout=60
      (ip -4 addr; ip route; resolvectl dns) | cat
      """;

  /**
   * Runs it, uses every device, and requires that all of them work.
   *
   * @param machine the example, with what else the test wants
   * @param typed what its shell is to do after that, and before it powers the machine off
   */
  public Outcome run(TestMachine machine, String typed) throws IOException {
    Path base = directory.resolve("base.img");
    byte[] contents = Arrays.copyOf("BASE".getBytes(US_ASCII), SECOND_DISK_BYTES);
    Files.write(base, contents);
    Path console = directory.resolve("console");

    Outcome outcome =
        machine
            .disk(overlay(base))
            .network(NetworkSpec.user())
            .port(new PortSpec("second", new ToFile(console), true))
            .input(USES_OF_ALL + typed + "poweroff\n")
            .run();

    assertThat(outcome.reason().kind()).as(outcome.output()).isEqualTo(Kind.POWERED_OFF);
    assertThat(outcome.output())
        .containsPattern("(?m)^entropy: 64\\r?$")
        .containsPattern("(?m)^before: BASE\\r?$")
        .containsPattern("(?m)^after: WRITTEN\\r?$")
        .contains("inet 10.0.2.15/24")
        .contains("default via 10.0.2.2")
        .containsPattern("\\(e\\w+\\): 10\\.0\\.2\\.3");
    assertThat(console).content().contains("on the second console");
    assertThat(base).hasBinaryContent(contents);
    return outcome;
  }

  private DiskSpec overlay(Path base) {
    Path image = directory.resolve("overlay.qcow2");
    Qcow2Creator.createOverlay(image, base);
    return new DiskSpec(
        new HostPath(image.toString()),
        Optional.of(DiskSpec.Format.QCOW2),
        Optional.empty(),
        Optional.empty(),
        false,
        2,
        512,
        Optional.empty(),
        DiskLimitSpec.unlimited());
  }
}
