package io.jvmm.it.nested;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.it.nested.TestMachine.Outcome;
import io.jvmm.monitor.control.ControlClient;
import io.jvmm.monitor.control.ControlRequest.ResizeDisk;
import io.jvmm.monitor.control.ControlSocket;
import io.jvmm.monitor.machine.MachineControl;
import io.jvmm.monitor.machine.MachineRunner;
import io.jvmm.virtio.block.DiskImage;
import io.jvmm.virtio.block.RawImage;
import io.jvmm.virtio.block.qcow2.Qcow2Creator;
import io.jvmm.virtio.block.qcow2.Qcow2Image;
import io.jvmm.vmm.StopReason.Kind;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.spec.DiskLimitSpec;
import io.jvmm.vmm.spec.DiskSpec;
import io.jvmm.vmm.spec.FileReference.HostPath;
import io.jvmm.vmm.spec.MemorySize;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What unmodified Linux makes of a disk that is limited, has large blocks, and is not in the host's
 * cache.
 */
class DiskIT {
  private static final int MIB = 1 << 20;
  private static final Pattern SECONDS = Pattern.compile("(?m)^took (\\d+)\\r?$");

  @TempDir private Path directory;

  @Test
  void linuxFindsTheBlocksObeysTheLimitAndTurnsTheCacheOff() throws IOException {
    byte[] data = new byte[8 * MIB];
    new Random(1).nextBytes(data);
    Path copy = Files.write(directory.resolve("copy.img"), new byte[16 * MIB]);

    Outcome outcome =
        TestMachine.example("hello")
            .disk(Files.write(directory.resolve("data.img"), data))
            .disk(limited(copy))
            .input(
                """
                cd /sys/block/vdb; echo blocks of $(cat queue/logical_block_size)
                cat cache_type; echo write through > cache_type; cat cache_type
                start=$(cut -d. -f1 /proc/uptime)
                dd if=/dev/vda of=/dev/vdb bs=1M count=8 oflag=direct
                echo took $(($(cut -d. -f1 /proc/uptime) - start)); poweroff
                """)
            .run();

    assertThat(outcome.reason().kind()).as(outcome.output()).isEqualTo(Kind.POWERED_OFF);
    assertThat(outcome.output())
        .containsPattern("(?m)^blocks of 4096\\r?$")
        .containsPattern("(?m)^write back\\r?\\nwrite through\\r?$");
    assertThat(Arrays.mismatch(data, Files.readAllBytes(copy)))
        .as("where the copy, of which the data are the beginning, differs")
        .isEqualTo(data.length);
    Matcher seconds = SECONDS.matcher(outcome.output());
    assertThat(seconds.find()).as(outcome.output()).isTrue();
    assertThat(Integer.parseInt(seconds.group(1))).as("8 MiB at 2 MiB/s").isGreaterThanOrEqualTo(3);
  }

  @Test
  void disksGrowWhileTheirGuestRuns() throws IOException {
    Path raw = Files.write(directory.resolve("raw.img"), new byte[8 * MIB]);
    Path qcow2 = directory.resolve("overlay.qcow2");
    Qcow2Creator.createOverlay(qcow2, raw);
    Path other = Files.write(directory.resolve("other.img"), new byte[8 * MIB]);

    Outcome outcome =
        TestMachine.example("hello")
            .disk(other)
            .disk(overlay(qcow2))
            .input(
                """
                echo grow m''e
                until [ $(cat /sys/block/vda/size) = 32768 ]; do sleep 1; done
                until [ $(cat /sys/block/vdb/size) = 65536 ]; do sleep 1; done
                for disk in vda vdb; do
                  echo the last block of $disk |
                    dd of=/dev/$disk bs=512 seek=$(($(cat /sys/block/$disk/size) - 1)) conv=fsync
                done; poweroff
                """)
            .whenPrinted("grow me", this::grow)
            .run();

    assertThat(outcome.reason().kind()).as(outcome.output()).isEqualTo(Kind.POWERED_OFF);
    try (DiskImage image = RawImage.open(other, true)) {
      assertThat(lastBlock(image, 16L * MIB)).startsWith("the last block of vda");
    }
    try (DiskImage image = Qcow2Image.open(qcow2, true)) {
      assertThat(lastBlock(image, 32L * MIB)).startsWith("the last block of vdb");
    }
  }

  /** As a user asks for it: by the machine's socket. */
  private void grow(MachineRunner runner) {
    Path path = directory.resolve("control.sock");
    try (ControlSocket _ = ControlSocket.open(path, "test", new MachineControl(runner))) {
      ControlClient client = new ControlClient("test", path);
      client.ask(new ResizeDisk(0, 16 * MIB));
      client.ask(new ResizeDisk(1, 32 * MIB));
      assertThatThrownBy(() -> client.ask(new ResizeDisk(0, 8 * MIB)))
          .isInstanceOf(ConfigurationException.class);
      assertThatThrownBy(() -> client.ask(new ResizeDisk(2, 32 * MIB)))
          .hasMessageContaining("has no disk 2");
    }
  }

  private static String lastBlock(DiskImage image, long size) {
    assertThat(image.size()).isEqualTo(size);
    byte[] block = new byte[DiskImage.SECTOR];
    image.read(MemorySegment.ofArray(block), size - block.length);
    return new String(block, US_ASCII);
  }

  private static DiskSpec overlay(Path image) {
    return new DiskSpec(
        new HostPath(image.toString()),
        Optional.of(DiskSpec.Format.QCOW2),
        Optional.empty(),
        Optional.empty(),
        false,
        1,
        DiskImage.SECTOR,
        DiskSpec.Cache.HOST,
        DiskSpec.Engine.AUTO,
        Optional.empty(),
        DiskLimitSpec.unlimited());
  }

  private static DiskSpec limited(Path image) {
    return new DiskSpec(
        new HostPath(image.toString()),
        Optional.of(DiskSpec.Format.RAW),
        Optional.empty(),
        Optional.empty(),
        false,
        1,
        4096,
        DiskSpec.Cache.NONE,
        DiskSpec.Engine.IO_URING,
        Optional.empty(),
        new DiskLimitSpec(Optional.of(MemorySize.parse("2MiB")), Optional.empty()));
  }
}
