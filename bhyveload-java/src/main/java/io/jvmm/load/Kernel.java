package io.jvmm.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A kernel file that can be booted.
 *
 * @param file the file
 * @param image its header
 * @param packed whether the file is gzip-compressed
 * @param memorySize the memory it takes, from its first byte on
 */
record Kernel(SourceFile file, Arm64Image image, boolean packed, long memorySize) {
  // Enough for the PE section table behind the header.
  private static final int HEAD = 4096;
  private static final String GZIP = "\u001f\u008b";

  /**
   * What a kernel that declares no image_size gets beyond its file for what it clears for itself.
   * Those are the kernels before 3.17, whose needs were a small part of it.
   */
  private static final long UNDECLARED_MEMORY = 16 << 20;

  /**
   * Looks into a file.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if it cannot be booted: says what it is
   */
  static Kernel of(Path path) {
    SourceFile file = SourceFile.of("kernel", path);
    byte[] head = file.head(HEAD);
    boolean packed = Magic.isAt(head, 0, GZIP);
    byte[] unpackedHead = packed ? file.unpackedHead(HEAD) : head;
    requireImage(unpackedHead, file);
    Arm64Image image = Arm64Image.parse(unpackedHead, file);
    return new Kernel(
        file, image, packed, packed ? packedMemory(file, image) : memory(file, image));
  }

  private static void requireImage(byte[] head, SourceFile file) {
    if (Arm64Image.matches(head)) {
      return;
    }
    if (EfiZboot.matches(head)) {
      throw file.problem(EfiZboot.problem(head, file));
    }
    Optional<ForeignFormat> format = ForeignFormat.of(head);
    if (format.isPresent()) {
      throw file.problem(format.get().problem());
    }
    if (head.length < Arm64Image.HEADER_SIZE) {
      throw file.problem(Arm64Image.truncated(head.length, Arm64Image.HEADER_SIZE));
    }
    throw file.problem(
        "is no arm64 Image: it has no \"ARM\\x64\" at offset 56; pass a kernel built for arm64");
  }

  private static long memory(SourceFile file, Arm64Image image) {
    if (file.size() < image.contentSize()) {
      throw file.problem(Arm64Image.truncated(file.size(), image.contentSize()));
    }
    return memory(image, file.size());
  }

  // The size of what a gzip file holds is known only once it is unpacked: a kernel that declares
  // its memory spares us that.
  private static long packedMemory(SourceFile file, Arm64Image image) {
    return image.memorySize() == 0 ? memory(image, unpackedSize(file)) : image.memorySize();
  }

  private static long memory(Arm64Image image, long size) {
    return image.memorySize() == 0 ? size + UNDECLARED_MEMORY : Math.max(image.memorySize(), size);
  }

  private static long unpackedSize(SourceFile file) {
    try (InputStream in = file.unpacked()) {
      return in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw file.failure(e);
    }
  }

  /** Its bytes. */
  Payload payload() {
    return packed ? new GzipPayload(file, image.contentSize()) : new FilePayload(file);
  }

  /** What it is, in words. */
  String description() {
    return "arm64 Image, "
        + image.pageSize()
        + (packed ? ", unpacked from gzip file " : ", file ")
        + file.path()
        + " ("
        + file.size()
        + " bytes)";
  }
}
