package io.jvmm.provisioning.images;

import io.jvmm.provisioning.Digest;
import io.jvmm.vmm.error.InternalException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Files that come with this module, beside its classes: what runs inside the guests. */
final class BundledScript {
  private BundledScript() {}

  /** A file's bytes. */
  static byte[] bytes(String path) {
    try (InputStream in = BundledScript.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new InternalException("the resource " + path + " is missing from the jar");
      }
      return in.readAllBytes();
    } catch (IOException failure) {
      throw new InternalException("cannot read the resource " + path, failure);
    }
  }

  /** Says what is in files: equal contents, equal text. */
  static String version(List<String> paths) {
    StringBuilder digests = new StringBuilder();
    paths.forEach(path -> digests.append(Digest.of(bytes(path))));
    return digests.toString();
  }
}
