package io.jvmm.http.api;

import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file of text.
 *
 * @param file which need not exist: then it is empty
 * @param start its first byte
 * @param end the byte after its last one
 * @param size of the file, when it was looked at
 * @param partial whether the client named this part, and so is to be told which it got
 */
public record FileSlice(Path file, long start, long end, long size, boolean partial) {
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  /** All of a file. */
  static FileSlice all(Path file) {
    long size = sizeOf(file);
    return new FileSlice(file, 0, size, size, false);
  }

  /** The last bytes of a file, all if it has no more. */
  static FileSlice last(Path file, long bytes) {
    long size = sizeOf(file);
    return new FileSlice(file, Math.max(0, size - bytes), size, size, false);
  }

  /**
   * What a header {@code Range} asks for (RFC 9110, 14.1.2); all of the file where that is of
   * another unit, of several parts, or makes no sense (14.2).
   *
   * @throws Refusal if the file has no such bytes
   */
  static FileSlice of(Path file, String range) {
    Matcher matcher = RANGE.matcher(range.strip());
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return all(file);
    }
    Optional<Long> first = number(matcher.group(1));
    Optional<Long> last = number(matcher.group(2));
    if (first.isPresent() && last.isPresent() && last.get() < first.get()) {
      return all(file);
    }
    return of(file, first, last);
  }

  private static FileSlice of(Path file, Optional<Long> first, Optional<Long> last) {
    long size = sizeOf(file);
    long start = first.orElseGet(() -> Math.max(0, size - last.orElseThrow()));
    long end = first.isPresent() ? Math.min(size, last.map(n -> n + 1).orElse(size)) : size;
    if (start >= end) {
      throw new Refusal(
          416,
          List.of("there are %d bytes: ask for some of those".formatted(size)),
          Map.of("Content-Range", "bytes */" + size));
    }
    return new FileSlice(file, start, end, size, true);
  }

  private static Optional<Long> number(String digits) {
    return digits.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(digits));
  }

  private static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new HostException("cannot show '%s': %s".formatted(file, e.getMessage()), e);
    }
  }

  /** How many bytes it is. */
  public long length() {
    return end - start;
  }

  /** As the header {@code Content-Range} has it. */
  public String contentRange() {
    return "bytes %d-%d/%d".formatted(start, end - 1, size);
  }
}
