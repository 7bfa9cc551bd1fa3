package io.jvmm.provisioning;

/**
 * A program that jvmm uses and that a machine may lack.
 *
 * @param program its name
 * @param debianPackage the package that has it
 * @param path where the package puts it, relative to the root
 */
public record Tool(String program, String debianPackage, String path) {
  /** Makes ext4 file systems. */
  public static final Tool MKE2FS = new Tool("mke2fs", "e2fsprogs", "usr/sbin/mke2fs");

  /** Changes ext4 file systems that are not mounted. */
  public static final Tool DEBUGFS = new Tool("debugfs", "e2fsprogs", "usr/sbin/debugfs");

  /** Makes and fills FAT file systems that are not mounted. */
  public static final Tool MTOOLS = new Tool("mtools", "mtools", "usr/bin/mtools");

  /** Writes partition tables. */
  public static final Tool SFDISK = new Tool("sfdisk", "fdisk", "usr/sbin/sfdisk");
}
