package io.jvmm.load.format;

import io.jvmm.load.PageSize;
import io.jvmm.load.compress.Compression;
import io.jvmm.load.source.Source;
import io.jvmm.load.text.Article;
import java.util.List;
import java.util.Optional;

/**
 * A kernel that can be booted.
 *
 * @param source where it comes from, for messages
 * @param kind what it is, in words
 * @param pageSize the page size it was built for, if it says
 * @param placement where it goes
 * @param entry its first instruction, in bytes from its start
 * @param segments what is loaded, without overlaps
 * @param protocol how it is started
 * @param ramdisk the initial RAM disk that came in the same file
 */
public record Kernel(
    Source source,
    String kind,
    Optional<PageSize> pageSize,
    Placement placement,
    long entry,
    List<Segment> segments,
    BootProtocol protocol,
    Optional<Source> ramdisk) {
  /** A kernel whose segments nobody changes any more. */
  public Kernel {
    segments = List.copyOf(segments);
  }

  /** One that is started with the device tree, and brings no initial RAM disk. */
  static Kernel of(
      Source source, String kind, Placement placement, long entry, List<Segment> segments) {
    return new Kernel(
        source,
        kind,
        Optional.empty(),
        placement,
        entry,
        segments,
        new BootProtocol.DeviceTree(),
        Optional.empty());
  }

  Kernel builtFor(Optional<PageSize> size) {
    return new Kernel(source, kind, size, placement, entry, segments, protocol, ramdisk);
  }

  Kernel startedBy(BootProtocol other) {
    return new Kernel(source, kind, pageSize, placement, entry, segments, other, ramdisk);
  }

  /** The same, compressed. */
  Kernel compressedWith(Compression compression) {
    return renamed(compression + "-compressed " + kind);
  }

  /** The same, found in a file of another format. */
  Kernel in(Wrapping wrapping) {
    Kernel renamed = renamed(wrapping.kind() + " holding " + Article.with(kind));
    return wrapping.ramdisk().isEmpty() ? renamed : renamed.with(wrapping.ramdisk());
  }

  private Kernel renamed(String name) {
    return new Kernel(source, name, pageSize, placement, entry, segments, protocol, ramdisk);
  }

  private Kernel with(Optional<Source> disk) {
    return new Kernel(source, kind, pageSize, placement, entry, segments, protocol, disk);
  }
}
