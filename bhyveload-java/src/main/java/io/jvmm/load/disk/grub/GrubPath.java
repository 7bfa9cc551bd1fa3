package io.jvmm.load.disk.grub;

/**
 * A file on a device.
 *
 * @param device such as {@code hd0,gpt1}
 * @param path from the root of the file system on it
 */
public record GrubPath(String device, String path) {
  /**
   * A path as scripts have it, {@code (hd0,gpt1)/vmlinuz} or {@code /vmlinuz}.
   *
   * @param root the device of a path that names none
   */
  static GrubPath of(String text, String root) {
    int close = text.indexOf(')');
    return text.startsWith("(") && close > 0
        ? new GrubPath(text.substring(1, close), text.substring(close + 1))
        : new GrubPath(root, text);
  }

  @Override
  public String toString() {
    return "(" + device + ")" + path;
  }
}
