package io.jvmm.it.nested.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.nested.TestMachine;
import io.jvmm.it.nested.TestMachine.Outcome;
import io.jvmm.vmm.StopReason.Kind;
import io.jvmm.vmm.spec.TransportChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Unmodified Linux with its virtio devices on PCI Express, on every interrupt controller that the
 * host offers, by the release.
 */
@ParameterizedClass
@MethodSource("io.jvmm.it.nested.conformance.GicMode#offeredForLongTests")
record PciLinuxIT(GicMode gic) {
  private static final String COMPLAINTS =
      "dmesg -r | grep -E '^<[0-4]>' | grep -iE 'pci|virtio|msi|its|v2m|gic|irq'"
          + " | grep -v 'hrtimer: interrupt took'";

  @Test
  void theDebianExampleBootsFromItsDiskAndGetsADeviceBackThatItRemoved() {
    Outcome result =
        TestMachine.example("debian")
            .gic(gic.choice())
            .transport(TransportChoice.PCI)
            .input(
                "for d in /sys/bus/pci/devices/*; do echo $(cat $d/vendor $d/device $d/class); done; "
                    + "cat /proc/interrupts; mount | grep ' / '; head -c 64 /dev/hwrng | wc -c; "
                    + "echo 1 > /sys/bus/pci/devices/0000:00:03.0/remove; ls /sys/bus/pci/devices; "
                    + "echo 1 > /sys/bus/pci/rescan; head -c 32 /dev/hwrng | wc -c; "
                    + COMPLAINTS
                    + " || echo no complaint; systemctl is-system-running; poweroff\n")
            .run();

    assertThat(result.reason().kind()).as(result.output()).isEqualTo(Kind.POWERED_OFF);
    assertThat(result.output())
        .contains("0x1af4 0x1042 0x018000", "0x1af4 0x1043 0x078000", "0x1af4 0x1044 0xff0000")
        .containsPattern(" [1-9]\\d* +\\d+ +" + messages() + ".*virtio0-req")
        .containsPattern("/dev/vda.* on / type ext4")
        .containsPattern("(?m)^64\\r?$")
        .containsPattern("(?m)^0000:00:01.0 +0000:00:02.0\\r?$")
        .containsPattern("(?m)^32\\r?$")
        .containsPattern("(?m)^no complaint\\r?$")
        .containsPattern("(?m)^running\\r?$");
  }

  /** How the kernel calls the messages of this controller's. */
  private String messages() {
    return gic == GicMode.KVM_V3 ? "ITS-PCI-MSIX" : "GICv2m-PCI-MSIX";
  }
}
