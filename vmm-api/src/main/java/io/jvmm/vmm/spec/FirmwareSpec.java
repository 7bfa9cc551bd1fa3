package io.jvmm.vmm.spec;

import java.util.Optional;

/**
 * Firmware in the machine's flash memory.
 *
 * @param code what is in the first bank, and runs
 * @param variables what is in the second bank: the firmware's variables, which it may change
 * @param copyOf what {@code variables} is a copy of where it does not exist yet
 * @param acpi whether the guest gets ACPI tables instead of the device tree, from firmware that can
 */
public record FirmwareSpec(
    @Key("The firmware: edk2's code image, U-Boot.") FileReference code,
    @Key("The firmware's variables, which it may change.") Optional<FileReference> variables,
    @Key("What \"variables\" is made from where it does not exist yet.")
        Optional<FileReference> copyOf,
    @Key(
            value = "Whether edk2 gives the guest ACPI tables instead of the device tree.",
            ifAbsent = "false")
        boolean acpi) {
  /** The same with its files elsewhere; the variables are there. */
  public FirmwareSpec withFiles(FileReference otherCode, Optional<FileReference> otherVariables) {
    return new FirmwareSpec(otherCode, otherVariables, Optional.empty(), acpi);
  }
}
