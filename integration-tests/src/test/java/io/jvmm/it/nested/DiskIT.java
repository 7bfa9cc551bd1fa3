package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.nested.TestMachine.Outcome;
import io.jvmm.vmm.StopReason.Kind;
import io.jvmm.vmm.spec.DiskLimitSpec;
import io.jvmm.vmm.spec.DiskSpec;
import io.jvmm.vmm.spec.FileReference.HostPath;
import io.jvmm.vmm.spec.MemorySize;
import java.io.IOException;
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
