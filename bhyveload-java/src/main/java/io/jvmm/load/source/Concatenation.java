package io.jvmm.load.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Several sources in a row, each starting at a 4-byte boundary, with zeros between them. That is
 * how Linux takes several initial RAM disks as one (Linux,
 * Documentation/driver-api/early-userspace/buffer-format.rst), and how a cpio archive is laid out.
 */
public final class Concatenation implements Source {
  private static final int ALIGNMENT = 4;

  private final String role;
  private final List<Source> parts;
  private final long[] starts;
  private final long size;

  /**
   * One source of several.
   *
   * @param parts at least one
   */
  public Concatenation(String role, List<? extends Source> parts) {
    this.role = role;
    this.parts = List.copyOf(parts);
    this.starts = new long[parts.size()];
    long end = 0;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = Math.addExact(end, ALIGNMENT - 1) & -ALIGNMENT;
      end = Math.addExact(starts[i], parts.get(i).size());
    }
    this.size = end;
  }

  @Override
  public String role() {
    return role;
  }

  @Override
  public String name() {
    return parts.stream().map(Source::name).distinct().collect(Collectors.joining(" + "));
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    if (position >= size) {
      return -1;
    }
    int found = Arrays.binarySearch(starts, position);
    int index = found >= 0 ? lastAt(found) : -found - 2;
    Source part = parts.get(index);
    long offset = position - starts[index];
    return offset < part.size()
        ? new Slice(part, 0, part.size()).read(target, offset)
        : pad(target, starts[index + 1] - position);
  }

  // Empty parts start where the next one does.
  private int lastAt(int index) {
    int last = index;
    while (last + 1 < starts.length && starts[last + 1] == starts[index]) {
      last++;
    }
    return last;
  }

  private static int pad(ByteBuffer target, long bytes) {
    int length = (int) Math.min(bytes, target.remaining());
    target.put(new byte[length]);
    return length;
  }

  @Override
  public void requireUnchanged() {
    parts.forEach(Source::requireUnchanged);
  }

  @Override
  public String description() {
    return parts.stream().map(Source::description).collect(Collectors.joining(", then "));
  }
}
