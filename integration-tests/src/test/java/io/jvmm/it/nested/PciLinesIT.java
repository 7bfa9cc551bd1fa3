package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Checkout;
import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interrupt lines of PCI functions, with a Linux that is told to send no messages. */
class PciLinesIT {
  @Test
  void withoutMessagesTheDevicesShareLines(@TempDir Path directory) throws Exception {
    String json =
        Files.readString(Checkout.prepared("hello"))
            .replaceFirst("\"transport\":\"mmio\"", "\"transport\":\"pci\"")
            .replaceFirst("ttyAMA0 quiet", "$0 pci=nomsi");
    Path specification = Files.writeString(directory.resolve("hello.json"), json);

    Result result =
        Shell.run(
            "cat /proc/interrupts; poweroff\n",
            List.of(Checkout.launcher().toString(), "run", specification.toString()));

    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(result.output()).containsPattern("[1-9]\\d* +GIC\\w*-?\\d* +36 Level +virtio0");
  }
}
