package io.jvmm.vmm.spec;

/**
 * A file as the specification names it.
 *
 * <ul>
 *   <li>{@code image:NAME/FILE}: a file of a guest image in jvmm's cache, built on first use;
 *   <li>{@code vm:FILE}: a file in the virtual machine's own directory;
 *   <li>anything else: a path, relative to the specification's own directory.
 * </ul>
 */
public sealed interface FileReference {
  /** A path of the host's file system. */
  record HostPath(String path) implements FileReference {
    @Override
    public String toString() {
      return path;
    }
  }

  /** A file of a guest image. */
  record ImageFile(String image, String file) implements FileReference {
    @Override
    public String toString() {
      return "image:" + image + "/" + file;
    }
  }

  /** A file in the virtual machine's own directory. */
  record VmFile(String file) implements FileReference {
    @Override
    public String toString() {
      return "vm:" + file;
    }
  }

  /**
   * Parses a reference.
   *
   * @throws IllegalArgumentException with a line for the user, if it is malformed
   */
  static FileReference parse(String text) {
    if (text.startsWith("image:")) {
      return image(text.substring("image:".length()));
    }
    if (text.startsWith("vm:")) {
      return new VmFile(plainName(text.substring("vm:".length())));
    }
    if (text.isBlank() || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a file name is missing");
    }
    return new HostPath(text);
  }

  private static FileReference image(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("'image:%s' should be image:NAME/FILE".formatted(text));
    }
    return new ImageFile(plainName(text.substring(0, slash)), plainName(text.substring(slash + 1)));
  }

  private static String plainName(String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new IllegalArgumentException("'%s' is not a plain file name".formatted(name));
    }
    return name;
  }
}
