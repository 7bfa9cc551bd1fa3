package io.jvmm.nested;

import io.jvmm.vmm.error.InternalException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A file that comes with this module, beside its classes. */
enum BundledFile {
  /** The first process of the initial RAM file system. */
  INIT("init"),
  /** What the root's init does. */
  INITTAB("inittab"),
  /** The root's start script. */
  RC("rc"),
  /** The class that makes the images. */
  RECIPE("HostImages.class"),
  /** What a command in a shared host is run by. */
  SESSION("session"),
  /** Ends a host that nobody uses. */
  IDLE("idle"),
  /** Runs an emulator. */
  EMULATOR("emulator.sh");

  private final String resource;

  BundledFile(String resource) {
    this.resource = resource;
  }

  byte[] bytes() {
    try (InputStream in = BundledFile.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new InternalException("the resource " + resource + " is missing from the jar");
      }
      return in.readAllBytes();
    } catch (IOException failure) {
      throw new InternalException("cannot read the resource " + resource, failure);
    }
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }
}
