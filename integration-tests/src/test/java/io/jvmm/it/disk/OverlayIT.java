package io.jvmm.it.disk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Checkout;
import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest's disk in qcow2 format over a raw image, as a user has it. */
class OverlayIT {
  private static final int BASE_SIZE = 8 << 20;

  @TempDir private Path directory;

  @Test
  void whatAGuestWritesIsInTheOverlayAndTheBaseIsUntouched() throws Exception {
    byte[] base = new byte[BASE_SIZE];
    base[0] = 'B';
    Path raw = Files.write(directory.resolve("base.img"), base);

    String output =
        run(
            "echo \"$(head -c 1 /dev/vda)ase\"; echo queues: $(ls /sys/block/vda/mq);"
                + " printf WRITTEN | dd of=/dev/vda bs=512 seek=100; sync; poweroff\n");

    assertThat(output).containsPattern("(?m)^Base\\r?$").containsPattern("(?m)^queues: 0 1\\r?$");
    assertThat(raw).hasBinaryContent(base);
    QemuImg.find().checkClean(disk());
    QemuImg.find().compare(disk(), Files.write(directory.resolve("expected"), written(base)));
  }

  /** What the guest then has on its disk. */
  private static byte[] written(byte[] base) {
    byte[] expected = base.clone();
    byte[] text = "WRITTEN".getBytes(US_ASCII);
    System.arraycopy(text, 0, expected, 100 * 512, text.length);
    return expected;
  }

  private Path disk() {
    return directory.resolve("disk.qcow2");
  }

  private String run(String typed) throws IOException, InterruptedException {
    String disk =
        "{\"path\":\"disk.qcow2\",\"format\":\"qcow2\",\"overlayOf\":\"base.img\",\"queues\":2}";
    String json =
        Files.readString(Checkout.prepared("hello"))
            .replaceFirst("\"name\":\"hello\"", "\"name\":\"overlay\"") // another test runs it, too
            .replaceFirst("\"disks\":\\[\\]", "\"disks\":[" + disk + "]")
            .replaceFirst("\"cpus\":1", "\"cpus\":2");
    Path specification = Files.writeString(directory.resolve("overlay.json"), json);
    Result result =
        Shell.run(typed, List.of(Checkout.launcher().toString(), "run", specification.toString()));
    assertThat(result.status()).as(result.toString()).isZero();
    return result.output();
  }
}
