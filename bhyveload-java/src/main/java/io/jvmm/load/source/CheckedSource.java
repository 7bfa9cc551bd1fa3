package io.jvmm.load.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A source that says of itself what it hashes to. That is compared once it has been loaded, so that
 * looking at it costs nothing.
 *
 * @param content the bytes that the hashes are over
 * @param checksums the hashes
 */
public record CheckedSource(Source content, List<Checksum> checksums) implements Source {
  /** A source with hashes that nobody changes any more. */
  public CheckedSource {
    checksums = List.copyOf(checksums);
  }

  @Override
  public String role() {
    return content.role();
  }

  @Override
  public String name() {
    return content.name();
  }

  @Override
  public long size() {
    return content.size();
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return content.read(target, position);
  }

  @Override
  public void requireUnchanged() {
    content.requireUnchanged();
    checksums.forEach(checksum -> checksum.require(content));
  }

  @Override
  public String description() {
    return content.description();
  }
}
