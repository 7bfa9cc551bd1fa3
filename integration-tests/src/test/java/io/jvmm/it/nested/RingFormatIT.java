package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Checkout;
import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Unmodified Linux on virtio devices with either format of queues, by the release. Linux shows the
 * features that it accepted as a row of digits, bit 0 first.
 */
class RingFormatIT {
  /** VIRTIO_F_RING_PACKED is bit 34; virtio's name of a device says what it is. */
  private static final String PACKED_BITS =
      "for d in /sys/bus/virtio/devices/*; do"
          + " echo device $(cat $d/device) packed $(cut -c35 $d/features) done; done; ";

  private static final String BLOCK = "0x0002";
  private static final String CONSOLE = "0x0003";
  private static final String ENTROPY = "0x0004";

  enum Format {
    SPLIT("-Djvmm.virtio.splitQueues=true", "0"),
    PACKED("-Djvmm.virtio.splitQueues=false", "1");

    private final String property;
    private final String bit;

    Format(String property, String bit) {
      this.property = property;
      this.bit = bit;
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("Debian runs on queues of this format, and its data and its output are whole")
  void theDebianExampleRuns(Format format) throws Exception {
    Result result =
        run(
            format,
            "modprobe virtio_rng; "
                + PACKED_BITS
                + "head -c 64 /dev/hwrng | wc -c;"
                + " head -c 32M /dev/urandom >/root/data; sum=$(sha256sum </root/data);"
                + " sync; echo 3 >/proc/sys/vm/drop_caches;"
                + " test \"$sum\" = \"$(sha256sum </root/data)\" && echo data are whole;"
                + " rm /root/data; seq 3000; poweroff\n");

    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(result.output())
        .contains(accepted(BLOCK, format), accepted(CONSOLE, format), accepted(ENTROPY, format))
        .containsPattern("(?m)^64\\r?$")
        .containsPattern("(?m)^data are whole\\r?$")
        .containsPattern("(?m)^1\\r?$(\\R\\d+){2998}\\R3000\\r?$");
  }

  private static String accepted(String device, Format format) {
    return "device %s packed %s done".formatted(device, format.bit);
  }

  private static Result run(Format format, String typed) throws Exception {
    return Shell.run(
        typed,
        List.of(
            "env",
            "JDK_JAVA_OPTIONS=" + format.property,
            Checkout.launcher().toString(),
            "run",
            Checkout.prepared("debian").toString()));
  }
}
