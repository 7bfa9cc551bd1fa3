package io.jvmm.load.format;

import io.jvmm.load.compress.Compression;
import io.jvmm.load.compress.UnpackedSource;
import io.jvmm.load.source.Source;
import io.jvmm.load.source.SourceReader;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.memory.AddressRange;
import java.util.List;
import java.util.Optional;

/**
 * Finds out what a kernel file is, by its content:
 *
 * <pre>
 *   kernel      arm64 Image | ELF file
 *   file        kernel | compressed kernel | wrapping
 *   wrapping    EFI zboot image | U-Boot legacy image | FIT image, which hold a file
 * </pre>
 */
public final class KernelFormats {
  private static final int HEAD = PeSections.HEAD;

  /** How many wrappings somebody could put around a kernel in earnest: FIT, zboot, and to spare. */
  private static final int MAX_WRAPPINGS = 4;

  private static final List<FileFormat<Kernel>> KERNELS =
      List.of(new Arm64ImageFormat(), new ElfFormat());
  private static final List<FileFormat<Wrapping>> WRAPPINGS =
      List.of(new EfiZbootFormat(), new UImageFormat(), new FitFormat());

  private final AddressRange ram;

  private KernelFormats(AddressRange ram) {
    this.ram = ram;
  }

  /**
   * Looks into a file.
   *
   * @param ram the guest's memory
   * @throws ConfigurationException if it cannot be booted: says what it is
   */
  public static Kernel open(Source source, AddressRange ram) {
    return new KernelFormats(ram).open(source, Optional.empty(), MAX_WRAPPINGS);
  }

  private Kernel open(Source source, Optional<RawKernel> place, int wrappingsLeft) {
    byte[] head = SourceReader.head(source, HEAD);
    Optional<FileFormat<Wrapping>> wrapping = format(WRAPPINGS, head);
    if (wrapping.isPresent()) {
      return unwrap(wrapping.get().open(source, head, ram), wrappingsLeft);
    }
    return compression(head)
        .map(compression -> unpacked(source, compression, place).compressedWith(compression))
        .orElseGet(() -> kernel(source, head, place));
  }

  private static <T> Optional<FileFormat<T>> format(List<FileFormat<T>> formats, byte[] head) {
    return formats.stream().filter(each -> each.matches(head)).findFirst();
  }

  // A kernel's first bytes are code, which may look like anything.
  private static Optional<Compression> compression(byte[] head) {
    return format(KERNELS, head).isPresent() ? Optional.empty() : Compression.of(head);
  }

  private Kernel unwrap(Wrapping wrapping, int wrappingsLeft) {
    if (wrappingsLeft == 0) {
      throw wrapping
          .content()
          .problem("is an image in an image, more than " + MAX_WRAPPINGS + " deep: unpack it");
    }
    Kernel kernel =
        wrapping
            .compression()
            .map(compression -> unpacked(wrapping.content(), compression, wrapping.place()))
            .orElseGet(() -> open(wrapping.content(), wrapping.place(), wrappingsLeft - 1));
    return kernel.in(wrapping);
  }

  private Kernel unpacked(Source source, Compression compression, Optional<RawKernel> place) {
    Source unpacked = new UnpackedSource(source, compression, ram.size());
    byte[] head = SourceReader.head(unpacked, HEAD);
    requireUnpacked(head, unpacked);
    return kernel(unpacked, head, place);
  }

  // Formats that are read here and there would be unpacked over and over.
  private static void requireUnpacked(byte[] head, Source source) {
    compression(head)
        .ifPresent(
            second -> {
              throw source.problem(
                  "is compressed twice, which cannot be booted as it is: unpack it once, and it is "
                      + second
                      + "-compressed");
            });
    if (format(WRAPPINGS, head).isPresent()) {
      throw source.problem("is an image of another format, compressed: unpack it once");
    }
  }

  private Kernel kernel(Source source, byte[] head, Optional<RawKernel> place) {
    return format(KERNELS, head)
        .map(format -> format.open(source, head, ram))
        .or(() -> place.map(raw -> raw.of(source, ram)))
        .orElseThrow(() -> source.problem(unknown(head)));
  }

  private static String unknown(byte[] head) {
    Optional<ForeignFormat> format = ForeignFormat.of(head);
    if (format.isPresent()) {
      return format.get().problem();
    }
    if (head.length < Arm64Image.HEADER_SIZE) {
      return "is truncated: it has "
          + head.length
          + " bytes where its header speaks of "
          + Arm64Image.HEADER_SIZE
          + "; get a fresh copy";
    }
    return "is no arm64 Image: it has no \"ARM\\x64\" at offset 56; pass a kernel built for arm64,"
        + " or the address where a raw binary goes";
  }
}
