package io.jvmm.load.disk.boot;

import io.jvmm.load.disk.block.Printable;
import java.util.List;

/**
 * Something that can be booted.
 *
 * @param title for a menu; has no control characters
 * @param id what its configuration calls it; has no control characters
 * @param origin where that was found, such as {@code disk root.img, partition 1 (ext4):
 *     /boot/grub/grub.cfg}
 * @param kernel the kernel's file; nobody has looked into it
 * @param initrds the initial RAM disks: the kernel is given one that has all of them, one after the
 *     other
 * @param commandLine the kernel's command line, as its configuration has it
 * @param notes what the user should know, a sentence each without its stop
 */
public record BootEntry(
    String title,
    String id,
    String origin,
    BootFile kernel,
    List<BootFile> initrds,
    String commandLine,
    List<String> notes) {
  /** Keeps copies, and makes what is shown printable. */
  public BootEntry {
    title = Printable.of(title);
    id = Printable.of(id);
    origin = Printable.of(origin);
    initrds = List.copyOf(initrds);
    notes = notes.stream().map(Printable::of).toList();
  }

  /** What it boots: entries of which this is the same do the same. */
  record Boots(String kernel, String commandLine, List<String> initrds) {}

  Boots boots() {
    return new Boots(kernel.name(), commandLine, initrds.stream().map(BootFile::name).toList());
  }
}
