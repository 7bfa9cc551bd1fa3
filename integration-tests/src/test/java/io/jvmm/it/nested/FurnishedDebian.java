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
import java.util.stream.IntStream;

/**
 * The Debian example with a device of every kind: its raw disk, a qcow2 disk over a backing file, a
 * network, entropy, and a second console; with a disk of tools that put these to the test.
 *
 * @param directory where the files of these are
 * @param examined whether the tools are used: minutes, where interrupts are expensive
 */
public record FurnishedDebian(Path directory, boolean examined) {
  private static final int SECOND_DISK_BYTES = 4 << 20;
  private static final int LINES = 500;
  private static final String USES_OF_ALL =
      """
      modprobe virtio_rng; echo entropy: $(head -c 64 /dev/hwrng | wc -c)
      echo before: $(head -c 4 /dev/vdb)
      printf WRITTEN | dd of=/dev/vdb bs=512 seek=100 conv=fsync status=none
      echo 3 >/proc/sys/vm/drop_caches
      echo after: $(dd if=/dev/vdb bs=512 skip=100 count=1 status=none | head -c 7)
      head -c 8M /dev/urandom >/var/tmp/data; sum=$(sha256sum </var/tmp/data); sync
      echo 3 >/proc/sys/vm/drop_caches
      test "$sum" = "$(sha256sum </var/tmp/data)" && echo data are whole; rm /var/tmp/data
      seq %d
      echo on the second console >/dev/hvc1
      /usr/lib/systemd/systemd-networkd-wait-online --timeout=60
      (ip -4 addr; ip route; resolvectl dns) | cat
      echo packed: $(cut -c35 /sys/bus/virtio/devices/*/features)
      """
          .formatted(LINES);
  private static final String EXAMINATION =
      """
      mkdir /t; mount -o ro /dev/vdc /t
      head -c 101000 /dev/hwrng | /t/enter rngtest -c 40 2>&1 | grep FIPS
      for f in /var/tmp/data /dev/vdb; do
        /t/enter fio --name=v --filename=$f --size=4M --rw=randwrite --bsrange=512-32k --direct=1 \
          --ioengine=libaio --iodepth=16 --verify=crc32c --verify_fatal=1 --end_fsync=1 \
          && echo $f is who''le
      done; rm /var/tmp/data
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
            .disk(tools())
            .network(NetworkSpec.user())
            .port(new PortSpec("second", new ToFile(console), true))
            .input(script(USES_OF_ALL + (examined ? EXAMINATION : "") + typed))
            .run();

    assertThat(outcome.reason().kind()).as(outcome.output()).isEqualTo(Kind.POWERED_OFF);
    assertThat(outcome.output())
        .containsPattern("(?m)^entropy: 64\\r?$")
        .containsPattern("(?m)^before: BASE\\r?$")
        .containsPattern("(?m)^after: WRITTEN\\r?$")
        .containsPattern("(?m)^data are whole\\r?$")
        .contains("inet 10.0.2.15/24")
        .contains("default via 10.0.2.2")
        .containsPattern("\\(e\\w+\\): 10\\.0\\.2\\.3");
    assertThat(outcome.output().lines())
        .containsSequence(IntStream.rangeClosed(1, LINES).mapToObj(Integer::toString).toList());
    assertThat(console).content().contains("on the second console");
    assertThat(Files.readAllBytes(base)).isEqualTo(contents);
    if (examined) {
      assertPassed(outcome.output());
    }
    return outcome;
  }

  /**
   * Types commands as a file, and runs it: the terminal shows what is typed while a command runs
   * amid what the command prints.
   */
  private static String script(String commands) {
    return "cat >/run/commands <<'END'\n" + commands + "END\n. /run/commands; poweroff\n";
  }

  private static void assertPassed(String output) {
    assertThat(output)
        .as("one block of forty fails once in thirty runs, two hardly ever")
        .containsPattern("FIPS 140-2 failures: [0-2]\\r?\\n")
        .contains("/var/tmp/data is whole", "/dev/vdb is whole");
  }

  private static DiskSpec tools() {
    return TestMachine.example("tools").disks().getFirst();
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
        DiskSpec.Cache.HOST,
        DiskSpec.Engine.AUTO,
        Optional.empty(),
        DiskLimitSpec.unlimited());
  }
}
