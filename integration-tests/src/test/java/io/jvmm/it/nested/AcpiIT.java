package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.nested.TestMachine.Outcome;
import io.jvmm.monitor.machine.MachineRunner;
import io.jvmm.vmm.StopReason.Kind;
import io.jvmm.vmm.spec.TransportChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Debian started by edk2 with ACPI tables instead of a device tree: it finds all devices by them,
 * has nothing to say against them, and powers off when the power button is pressed.
 */
class AcpiIT {
  private static final String COMPLAINTS =
      "dmesg -r | grep -E '^<[0-4]>' | grep -iE 'acpi|bios|firmware|gic|its|msi|irq|pci|pl0|timer'"
          + " | grep -v 'hrtimer: interrupt took'";

  /** The button is heard as soon as logind has found it. */
  private static final String COMMANDS =
      """
      cat >/run/commands <<'END'
      echo tables: $(ls -p /sys/firmware/acpi/tables | grep -v /)
      %s || echo no complaint
      findmnt -no SOURCE /; echo runs on $(nproc)
      test -e /proc/device-tree/model || echo no device tree
      echo on the serial port >/dev/ttyAMA0
      modprobe virtio_rng; echo entropy: $(head -c 64 /dev/hwrng | wc -c)
      cat /proc/interrupts
      until journalctl -qu systemd-logind | grep -q 'Watching system buttons'; do sleep 1; done
      echo list''ening
      END
      . /run/commands
      """
          .formatted(COMPLAINTS);

  @Test
  @EnabledIfSystemProperty(named = "examine", matches = "true", disabledReason = "on PCI it is")
  void debianFindsItsDisksOnVirtioMmio() {
    Outcome outcome = boots(TransportChoice.MMIO);

    assertThat(outcome.output())
        .containsPattern("(?m)^tables: APIC DSDT FACP GTDT PPTT SPCR\\r?$")
        .containsPattern(" Level +virtio0");
  }

  @Test
  void debianFindsItsDisksOnPciAndTheyInterruptByMessages() {
    Outcome outcome = boots(TransportChoice.PCI);

    assertThat(outcome.output())
        .containsPattern("(?m)^tables: APIC DSDT FACP GTDT (IORT )?MCFG PPTT SPCR\\r?$")
        .containsPattern(" (ITS|GICv2m)-PCI-MSIX.*virtio0-req");
  }

  private static Outcome boots(TransportChoice transport) {
    Outcome outcome =
        TestMachine.example("debian-efi")
            .acpi()
            .transport(transport)
            .input(COMMANDS)
            .whenPrinted("listening", MachineRunner::pressPowerButton)
            .run();

    assertThat(outcome.reason().kind()).as(outcome.output()).isEqualTo(Kind.POWERED_OFF);
    assertThat(outcome.output())
        .containsPattern("(?m)^no complaint\\r?$")
        .containsPattern("(?m)^/dev/vda2\\r?$")
        .containsPattern("(?m)^runs on 2\\r?$")
        .containsPattern("(?m)^no device tree\\r?$")
        .containsPattern("(?m)^on the serial port\\r?$")
        .containsPattern("(?m)^entropy: 64\\r?$");
    return outcome;
  }
}
