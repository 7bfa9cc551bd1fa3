package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.Checkout;
import io.jvmm.it.Shell;
import io.jvmm.it.Shell.Result;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Unmodified Debian on split queues. Left to itself Linux takes packed ones, which is what all
 * other tests with Linux run on. Linux shows the features that it accepted as a row of digits, bit
 * 0 first; VIRTIO_F_RING_PACKED is bit 34.
 */
class SplitQueueIT {
  private static final String PACKED_BITS =
      "for d in /sys/bus/virtio/devices/*; do"
          + " echo device $(cat $d/device) packed $(cut -c35 $d/features) done; done; ";

  private static final String BLOCK = "0x0002";
  private static final String CONSOLE = "0x0003";
  private static final String ENTROPY = "0x0004";

  @Test
  void debianRunsOnSplitQueuesAndItsDataAndItsOutputAreWhole() throws Exception {
    Result result =
        Shell.run(
            "modprobe virtio_rng; "
                + PACKED_BITS
                + "head -c 64 /dev/hwrng | wc -c;"
                + " head -c 32M /dev/urandom >/var/tmp/data; sum=$(sha256sum </var/tmp/data);"
                + " sync; echo 3 >/proc/sys/vm/drop_caches;"
                + " test \"$sum\" = \"$(sha256sum </var/tmp/data)\" && echo data are whole;"
                + " rm /var/tmp/data; seq 3000; poweroff\n",
            List.of(
                "env",
                "JDK_JAVA_OPTIONS=-Djvmm.virtio.splitQueues=true",
                Checkout.launcher().toString(),
                "run",
                Checkout.prepared("debian").toString()));

    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(result.output())
        .contains(split(BLOCK), split(CONSOLE), split(ENTROPY))
        .containsPattern("(?m)^64\\r?$")
        .containsPattern("(?m)^data are whole\\r?$");
    assertThat(result.output().lines().toList())
        .containsSequence(IntStream.rangeClosed(1, 3000).mapToObj(Integer::toString).toList());
  }

  private static String split(String device) {
    return "device %s packed 0 done".formatted(device);
  }
}
