package io.jvmm.monitor.machine;

import io.jvmm.load.source.HostFile;
import io.jvmm.load.source.RamDisk;
import io.jvmm.load.source.Source;
import io.jvmm.load.source.SourceReader;
import io.jvmm.mmio.fwcfg.BootDevice;
import io.jvmm.mmio.fwcfg.FwCfgItems;
import io.jvmm.monitor.spec.BootFiles;
import io.jvmm.vmm.spec.BootSpec;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * What the firmware is told of what the specification wants booted: a kernel, a disk, or nothing.
 *
 * @param boot what is wanted
 * @param files its files
 * @param disks where the machine's disks are
 * @param notices is told, in a line each, what the user should know
 */
record FirmwareConfig(
    BootSpec boot, BootFiles files, List<BootDevice> disks, Consumer<String> notices) {
  private static final byte[] EFI_PROGRAM = {'M', 'Z'}; // PE/COFF, MS-DOS header

  /**
   * The items.
   *
   * @param tables files with what the guest's ACPI tables are made from
   * @throws io.jvmm.vmm.error.ConfigurationException if a file cannot be handed over
   */
  FwCfgItems items(SortedMap<String, byte[]> tables) {
    FwCfgItems.Builder items = FwCfgItems.builder();
    tables.forEach(items::file);
    boot.disk().ifPresent(disk -> items.bootOrder(List.of(disks.get(disk))));
    files.kernel().ifPresent(kernel -> addKernel(items, kernel));
    return items.build();
  }

  private void addKernel(FwCfgItems.Builder items, Path path) {
    Source kernel = HostFile.of("kernel", path);
    if (!Arrays.equals(SourceReader.head(kernel, EFI_PROGRAM.length), EFI_PROGRAM)) {
      notices.accept(
          "kernel %s is no EFI program: edk2 starts nothing else, so unpack it first"
              .formatted(path));
    }
    items.kernel(new SourceContent(kernel)).commandLine(boot.cmdline());
    RamDisk.all(files.initrds().stream().map(RamDisk::of).toList())
        .ifPresent(initrd -> items.initrd(new SourceContent(initrd)));
  }
}
