package io.jvmm.load.format;

import io.jvmm.load.compress.UnpackedSource;
import io.jvmm.load.payload.Payload;
import io.jvmm.load.payload.SourcePayload;
import io.jvmm.load.payload.UnpackedPayload;
import io.jvmm.load.source.Source;
import io.jvmm.vmm.memory.AddressRange;
import java.util.List;

/** A kernel's Image, loaded in one piece and started at its first byte. */
final class Arm64ImageFormat implements FileFormat<Kernel> {
  /**
   * What a kernel that declares no image_size gets beyond its file for what it clears for itself.
   * Those are the kernels before 3.17, whose needs were a small part of it.
   */
  private static final long UNDECLARED_MEMORY = 16 << 20;

  @Override
  public boolean matches(byte[] head) {
    return Arm64Image.matches(head);
  }

  @Override
  public Kernel open(Source source, byte[] head, AddressRange ram) {
    Arm64Image image = Arm64Image.parse(head, source);
    return source instanceof UnpackedSource packed
        ? kernel(source, image, packedMemory(packed, image), payload(packed, image))
        : kernel(source, image, memory(source, image), new SourcePayload(source));
  }

  private static Kernel kernel(Source source, Arm64Image image, long memory, Payload payload) {
    Placement placement = new Placement.Movable(image.textOffset(), memory, image.anywhere());
    Segment segment = new Segment(0, memory, payload);
    return Kernel.of(source, image.kind(), placement, 0, List.of(segment))
        .builtFor(image.pageSize());
  }

  private static long memory(Source source, Arm64Image image) {
    long size = source.size();
    if (size < image.contentSize()) {
      throw source.problem(
          "is truncated: it has "
              + size
              + " bytes where its header speaks of "
              + image.contentSize()
              + "; get a fresh copy");
    }
    return image.memorySize() == 0 ? size + UNDECLARED_MEMORY : Math.max(image.memorySize(), size);
  }

  // The size of what a compressed file holds is known only once it is unpacked: a kernel that
  // declares its memory spares us that.
  private static long packedMemory(UnpackedSource packed, Arm64Image image) {
    return image.memorySize() == 0 ? packed.size() + UNDECLARED_MEMORY : image.memorySize();
  }

  private static Payload payload(UnpackedSource packed, Arm64Image image) {
    return new UnpackedPayload(packed, image.contentSize());
  }
}
