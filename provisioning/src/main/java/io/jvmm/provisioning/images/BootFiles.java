package io.jvmm.provisioning.images;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * What tells boot loaders how to start the Debian system of a disk: templates that come with this
 * module, filled in.
 *
 * @param root the root file system's identifier
 * @param release the kernel's, which is part of its file's name
 */
record BootFiles(UUID root, String release) {
  private static final String DIRECTORY = "debian-trixie-disk/";

  /** The templates, for {@link BundledScript#version}. */
  static final List<String> TEMPLATES =
      List.of(DIRECTORY + "esp-grub.cfg", DIRECTORY + "grub.cfg", DIRECTORY + "extlinux.conf");

  /** What GRUB reads first, beside itself: where the rest is. */
  String espGrubConfig() {
    return filledIn("esp-grub.cfg");
  }

  /** GRUB's menu, in the root file system. */
  String grubConfig() {
    return filledIn("grub.cfg");
  }

  /** U-Boot's menu, in the root file system. */
  String extlinuxConfig() {
    return filledIn("extlinux.conf");
  }

  private String filledIn(String template) {
    return new String(BundledScript.bytes(DIRECTORY + template), StandardCharsets.UTF_8)
        .replace("@CMDLINE@", "root=UUID=@UUID@ rw console=ttyAMA0 quiet")
        .replace("@UUID@", root.toString())
        .replace("@RELEASE@", release);
  }
}
