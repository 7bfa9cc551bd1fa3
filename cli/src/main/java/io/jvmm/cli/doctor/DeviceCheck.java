package io.jvmm.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;

/**
 * A device file that the user has to be allowed to use.
 *
 * @param path of the file
 * @param required whether machines run without it
 * @param costs what cannot be had without it
 * @param remedy what makes it appear
 */
record DeviceCheck(String path, boolean required, String costs, String remedy) implements Check {
  @Override
  public List<Finding> findings(Host host) {
    Path file = host.file(path);
    if (!Files.exists(file)) {
      return List.of(bad("is not there", remedy));
    }
    String group = group(file);
    if (Files.isReadable(file) && Files.isWritable(file)) {
      return List.of(Finding.ok(path, "may be used; its group is " + group));
    }
    return List.of(
        bad(
            "may not be used; its group is " + group,
            "sudo usermod -aG %s \"$USER\", and log in again".formatted(group)));
  }

  private Finding bad(String found, String what) {
    return required ? Finding.missing(path, found, what) : Finding.note(path, found, costs, what);
  }

  private static String group(Path file) {
    try {
      return Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .group()
          .getName();
    } catch (IOException _) {
      return "unknown";
    }
  }
}
