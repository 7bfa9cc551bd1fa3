package io.jvmm.load.disk;

import io.jvmm.load.disk.block.Disk;
import io.jvmm.load.disk.boot.BootEntries;
import io.jvmm.load.disk.boot.BootMenu;
import io.jvmm.load.disk.volume.Volumes;
import java.util.List;

/**
 * A guest's disk, and what can be booted from it. The disk must stay open, and must not change, for
 * as long as its files are read; all of it is used by one thread at a time.
 */
public final class GuestDisk {
  private final String name;
  private final BootEntries entries;

  private GuestDisk(String name, BootEntries entries) {
    this.name = name;
    this.entries = entries;
  }

  /**
   * Looks through a disk: partitions, file systems, the configurations of boot loaders. Damage in
   * one file system is no error, but a note, as another one may have what is needed.
   *
   * @param name what its user calls it, for errors
   * @throws io.jvmm.vmm.error.ConfigurationException if its partition table is damaged, or if it
   *     takes too much to look through
   * @throws io.jvmm.vmm.error.HostException if it cannot be read
   */
  public static GuestDisk of(BlockReader reader, String name) {
    Disk disk = new Disk(name, reader.size(), reader::read, Disk.METADATA_LIMIT);
    return new GuestDisk(name, BootEntries.in(Volumes.of(disk.whole())));
  }

  /**
   * What can be booted.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if there is nothing, with every reason that
   *     was found
   */
  public BootMenu menu() {
    return entries.required(name);
  }

  /** What the user may want to know, a line each: what could not be read, what was odd. */
  public List<String> notes() {
    return entries.notes();
  }
}
