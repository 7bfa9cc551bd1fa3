package io.jvmm.it.nested.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.nested.FurnishedDebian;
import io.jvmm.it.nested.TestMachine;
import io.jvmm.it.nested.TestMachine.Outcome;
import io.jvmm.vmm.spec.TransportChoice;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Unmodified Linux with its virtio devices on PCI Express, on every interrupt controller that the
 * host offers.
 */
@ParameterizedClass
@MethodSource("io.jvmm.it.nested.conformance.GicMode#offeredForLongTests")
record PciLinuxIT(GicMode gic) {
  private static final String COMPLAINTS =
      "dmesg -r | grep -E '^<[0-4]>' | grep -iE 'pci|virtio|msi|its|v2m|gic|irq'"
          + " | grep -v 'hrtimer: interrupt took'";

  /**
   * All that lspci cannot name is VIRTIO_PCI_CAP_PCI_CFG (virtio 1.3, 4.1.4.9); kernel modules it
   * misses on its own disk.
   */
  private static final String LISTING =
      """
      /t/enter lspci -vv 2>&1 | tee /tmp/lspci
      echo functions: $(grep -c ^0 /tmp/lspci), with messages: $(grep -c MSI-X:.Enable+ /tmp/lspci)
      grep -v -e 'VirtIO: <unknown>' -e libkmod /tmp/lspci |
        grep -E '!!!|denied|lspci:|pcilib:|[Uu]nknown' || echo clean
      """;

  private static final String REMOVAL =
      """
      cd /sys/bus/pci/devices
      for d in *; do echo $(cat $d/vendor $d/device $d/class); done
      cat /proc/interrupts; mount | grep ' / '
      rng=$(dirname $(grep -l 0x1044 */device)); echo 1 >$rng/remove
      test -e $rng || echo removed; echo 1 >../rescan
      test -e $rng && echo back; echo again: $(head -c 32 /dev/hwrng | wc -c)
      """;

  private static final String SPLIT_QUEUES = "jvmm.virtio.splitQueues";

  /** Left to itself Linux takes packed ones, as it does in the tests on other transports. */
  @BeforeEach
  void offerSplitQueuesOnlyWhereGicV2Is() {
    System.setProperty(SPLIT_QUEUES, Boolean.toString(gic != GicMode.KVM_V3));
  }

  @AfterEach
  void offerPackedQueuesAgain() {
    System.clearProperty(SPLIT_QUEUES);
  }

  @Test
  void theDebianExampleUsesADeviceOfEveryKindAndGetsOneBackThatItRemoved(@TempDir Path directory)
      throws IOException {
    TestMachine debian =
        TestMachine.example("debian").gic(gic.choice()).transport(TransportChoice.PCI);

    Outcome result =
        new FurnishedDebian(directory, gic.isExamined())
            .run(
                debian,
                (gic.isExamined() ? LISTING : "")
                    + REMOVAL
                    + COMPLAINTS
                    + " || echo no complaint; systemctl is-system-running --wait\n");

    assertThat(result.output())
        .contains("0x1af4 0x1041 0x020000", "0x1af4 0x1042 0x018000", "0x1af4 0x1043 0x078000")
        .contains("0x1af4 0x1044 0xff0000")
        .containsPattern(" [1-9]\\d* +\\d+ +" + messages() + ".*virtio0-req")
        .containsPattern("/dev/vda.* on / type ext4")
        .containsPattern("(?m)^removed\\r?$")
        .containsPattern("(?m)^back\\r?$")
        .containsPattern("(?m)^again: 32\\r?$")
        .containsPattern("(?m)^packed:( %d){6}\\r?$".formatted(gic == GicMode.KVM_V3 ? 1 : 0))
        .containsPattern("(?m)^no complaint\\r?$")
        .containsPattern("(?m)^running\\r?$");
    if (gic.isExamined()) {
      assertThat(result.output())
          .containsPattern("(?m)^functions: (\\d), with messages: \\1\\r?$")
          .containsPattern("(?m)^clean\\r?$");
    }
  }

  /** How the kernel calls the messages of this controller's. */
  private String messages() {
    return gic == GicMode.KVM_V3 ? "ITS-PCI-MSIX" : "GICv2m-PCI-MSIX";
  }
}
