package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Checkout;
import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What unmodified Linux makes of a disk that is limited, has large blocks, and has a cache. */
class DiskIT {
  private static final int MIB = 1 << 20;
  private static final Pattern SECONDS = Pattern.compile("(?m)^took (\\d+)\\r?$");

  @Test
  void theDebianExampleFindsTheBlocksObeysTheLimitAndTurnsTheCacheOff(@TempDir Path directory)
      throws Exception {
    Result result =
        run(
            specification(directory),
            """
            cd /sys/block/vdb; echo blocks of $(cat queue/logical_block_size)
            cat cache_type; echo write through > cache_type; cat cache_type
            start=$(cut -d. -f1 /proc/uptime)
            dd if=/dev/vda of=/dev/vdb bs=1M count=8 oflag=direct
            echo took $(($(cut -d. -f1 /proc/uptime) - start))
            cmp -n 8388608 /dev/vda /dev/vdb && echo data are whole; poweroff
            """);

    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(result.output())
        .containsPattern("(?m)^blocks of 4096\\r?$")
        .containsPattern("(?m)^write back\\r?\\nwrite through\\r?$")
        .containsPattern("(?m)^data are whole\\r?$");
    Matcher seconds = SECONDS.matcher(result.output());
    assertThat(seconds.find()).as(result.toString()).isTrue();
    assertThat(Integer.parseInt(seconds.group(1))).as("8 MiB at 2 MiB/s").isGreaterThanOrEqualTo(3);
  }

  private static Result run(Path specification, String typed) throws Exception {
    return Shell.run(
        typed, List.of(Checkout.launcher().toString(), "run", specification.toString()));
  }

  /** The example with a second disk. */
  private static Path specification(Path directory) throws IOException {
    Path image = directory.resolve("second.img");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(16 * MIB);
    }
    String disk =
        """
        ,{"path":"%s","blockSize":4096,"limit":{"bytesPerSecond":"2MiB"}}],"networks"
        """
            .formatted(image);
    String json =
        Files.readString(Checkout.prepared("debian")).replace("],\"networks\"", disk.strip());
    return Files.writeString(directory.resolve("debian.json"), json);
  }
}
