package io.jvmm.vmm.spec;

import io.jvmm.vmm.memory.GuestAddress;
import java.util.List;
import java.util.Optional;

/**
 * What a machine boots: a kernel of the host's, or what is on one of its disks, which jvmm loads,
 * or firmware does; or whatever firmware finds by itself.
 *
 * @param kernel a kernel, or another program, in any format that the loader knows
 * @param initrd initial RAM file systems, which the kernel gets as one, in this order; a directory
 *     is packed as one
 * @param cmdline the kernel's command line, at most 2047 characters (Linux's COMMAND_LINE_SIZE);
 *     after the entry's own where the kernel is on a disk
 * @param environment variables of a FreeBSD kernel's, as {@code name=value}
 * @param loadAddress where a kernel goes that has no format, and is started
 * @param disk the disk whose kernel is booted, counted from 0
 * @param entry which of that disk's boot entries, by identifier or title
 * @param firmware firmware that boots the kernel or the disk, or else looks for something itself
 * @param overlays changes to the device tree, in this order: compiled ones, and sources ({@code
 *     *.dts})
 */
public record BootSpec(
    @Key(
            "A kernel or another program: an arm64 Image, compressed or not, EFI zboot, ELF, uImage, …")
        Optional<FileReference> kernel,
    @Key(
            value =
                "An initial RAM file system, or several, which the kernel gets as one; a directory is"
                    + " packed.",
            ifAbsent = "[]",
            orOne = true)
        List<FileReference> initrd,
    @Key(value = "The kernel's command line.", ifAbsent = "\"\"", pattern = "[^\\x00]{0,2047}")
        String cmdline,
    @Key(
            value = "Variables of a FreeBSD kernel's environment, each \"name=value\".",
            ifAbsent = "[]",
            pattern = "[^=\\x00]+=[^\\x00]*")
        List<String> environment,
    @Key("Where a kernel goes that has no format, and is started, such as \"0x40200000\".")
        Optional<GuestAddress> loadAddress,
    @Key(value = "Boot what is on this disk, counted from 0.", max = 255) Optional<Integer> disk,
    @Key("Which of that disk's boot entries: its identifier or its title.") Optional<String> entry,
    @Key("Firmware, which boots the kernel or the disk, or else looks for something itself.")
        Optional<FirmwareSpec> firmware,
    @Key(
            value =
                "Changes to the device tree, in this order: compiled (*.dtbo), or sources (*.dts),"
                    + " which dtc compiles.",
            ifAbsent = "[]",
            orOne = true)
        List<FileReference> overlays) {
  /** Copies the lists. */
  public BootSpec {
    initrd = List.copyOf(initrd);
    environment = List.copyOf(environment);
    overlays = List.copyOf(overlays);
  }

  /** A kernel of the host's, and nothing out of the ordinary. */
  public static BootSpec ofKernel(
      FileReference kernel, Optional<FileReference> initrd, String cmdline) {
    return new BootSpec(
        Optional.of(kernel),
        initrd.stream().toList(),
        cmdline,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** The same with its files elsewhere. */
  public BootSpec withFiles(
      Optional<FileReference> otherKernel,
      List<FileReference> otherInitrd,
      Optional<FirmwareSpec> otherFirmware,
      List<FileReference> otherOverlays) {
    return new BootSpec(
        otherKernel,
        otherInitrd,
        cmdline,
        environment,
        loadAddress,
        disk,
        entry,
        otherFirmware,
        otherOverlays);
  }
}
