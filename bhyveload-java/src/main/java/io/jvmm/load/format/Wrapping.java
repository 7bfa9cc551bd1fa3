package io.jvmm.load.format;

import io.jvmm.load.compress.Compression;
import io.jvmm.load.source.Source;
import java.util.Optional;

/**
 * A format around a kernel.
 *
 * @param kind what it is, in words
 * @param content the kernel, as it is in there
 * @param compression what the format says the kernel is compressed with
 * @param ramdisk the initial RAM disk that it brings along
 * @param place where it says that its content goes, which counts if that is a mere binary
 */
record Wrapping(
    String kind,
    Source content,
    Optional<Compression> compression,
    Optional<Source> ramdisk,
    Optional<RawKernel> place) {}
