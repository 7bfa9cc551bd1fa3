package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.nested.TestMachine.Outcome;
import io.jvmm.vmm.StopReason.Kind;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

  private static final String SPLIT_QUEUES = "jvmm.virtio.splitQueues";
  private static final String BLOCK = "0x0002";
  private static final String CONSOLE = "0x0003";
  private static final String ENTROPY = "0x0004";

  @BeforeEach
  void offerNoPackedQueues() {
    System.setProperty(SPLIT_QUEUES, "true");
  }

  @AfterEach
  void offerPackedQueuesAgain() {
    System.clearProperty(SPLIT_QUEUES);
  }

  @Test
  void debianRunsOnSplitQueuesAndItsDataAndItsOutputAreWhole() {
    Outcome result =
        TestMachine.example("debian")
            .input(
                "modprobe virtio_rng; "
                    + PACKED_BITS
                    + "head -c 64 /dev/hwrng | wc -c;"
                    + " head -c 32M /dev/urandom >/var/tmp/data; sum=$(sha256sum </var/tmp/data);"
                    + " sync; echo 3 >/proc/sys/vm/drop_caches;"
                    + " test \"$sum\" = \"$(sha256sum </var/tmp/data)\" && echo data are whole;"
                    + " rm /var/tmp/data; seq 3000; poweroff\n")
            .run();

    assertThat(result.reason().kind()).as(result.output()).isEqualTo(Kind.POWERED_OFF);
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
