package io.jvmm.load;

import io.jvmm.load.format.Kernel;
import io.jvmm.load.format.Segment;
import io.jvmm.load.payload.Payload;
import io.jvmm.load.payload.SourcePayload;
import io.jvmm.load.source.BytesSource;
import io.jvmm.load.source.Source;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestAddress;
import java.util.ArrayList;
import java.util.List;

/** Collects what a plan loads, with the words for it. */
final class Pieces {
  private final List<BootPlan.Piece> pieces = new ArrayList<>();

  /**
   * The kernel, a region for each segment.
   *
   * @param range the memory that it takes
   * @param file what the user named
   */
  Pieces kernel(Kernel kernel, AddressRange range, Source file) {
    List<Segment> segments = kernel.segments();
    String text = kernel.kind() + ", " + file.description();
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      String part = segments.size() == 1 ? "" : "segment " + (i + 1) + " of " + segments.size();
      String content = i > 0 ? part : part.isEmpty() ? text : text + ", " + part;
      AddressRange place = new AddressRange(range.start().plus(segment.offset()), segment.size());
      add("kernel", place, content, segment.payload());
    }
    return this;
  }

  /** The device tree, at {@code start}. */
  Pieces deviceTree(GuestAddress start, byte[] tree) {
    if (tree.length > Layout.BLOCK) {
      throw new ConfigurationException(
          "the device tree has %d bytes, and kernels take at most %d: leave overlays out"
              .formatted(tree.length, Layout.BLOCK));
    }
    return generated("device tree", start, tree);
  }

  /** The initial RAM disk. */
  Pieces initrd(AddressRange range, Source source) {
    return add("initrd", range, source.description(), new SourcePayload(source));
  }

  /** Bytes made by the loader itself. */
  Pieces generated(String name, GuestAddress start, byte... bytes) {
    return add(
        name,
        new AddressRange(start, bytes.length),
        "generated, " + bytes.length + " bytes",
        new SourcePayload(new BytesSource(name, "made by the loader", bytes)));
  }

  private Pieces add(String name, AddressRange range, String content, Payload payload) {
    pieces.add(new BootPlan.Piece(new BootRegion(name, range, content), payload));
    return this;
  }

  /** What was collected. */
  List<BootPlan.Piece> list() {
    return List.copyOf(pieces);
  }
}
