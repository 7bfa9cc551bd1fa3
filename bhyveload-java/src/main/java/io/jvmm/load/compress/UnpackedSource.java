package io.jvmm.load.compress;

import io.jvmm.load.source.Source;
import io.jvmm.load.source.SourceInputStream;
import io.jvmm.load.text.ByteSize;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.VmmException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.tukaani.xz.MemoryLimitException;

/**
 * What a compressed source unpacks to. Nothing is kept: every call unpacks from the start, so it is
 * best read in one go.
 *
 * @param packed the compressed bytes
 * @param compression what they are compressed with
 * @param limit how many unpacked bytes can be of use, the guest's memory: what goes on beyond them
 *     is taken for endless
 */
public record UnpackedSource(Source packed, Compression compression, long limit) implements Source {
  private static final int BUFFER = 64 << 10;

  /** Takes unpacked bytes as they come. */
  @FunctionalInterface
  public interface Sink {
    /** Takes the {@code length} bytes at {@code position}; says whether it wants more. */
    boolean accept(long position, byte[] buffer, int length);
  }

  @Override
  public String role() {
    return packed.role();
  }

  @Override
  public String name() {
    return packed.name();
  }

  /** Unpacks all of it to know. */
  @Override
  public long size() {
    return unpack((_, _, _) -> true);
  }

  @Override
  public int read(ByteBuffer target, long position) {
    int start = target.position();
    unpack(new Window(target, position));
    return target.position() == start ? -1 : target.position() - start;
  }

  /** Passes over what comes before {@code start}, then fills {@code target}. */
  private record Window(ByteBuffer target, long start) implements Sink {
    @Override
    public boolean accept(long position, byte[] buffer, int length) {
      int passed = Math.clamp(start - position, 0, length);
      target.put(buffer, passed, Math.min(length - passed, target.remaining()));
      return target.hasRemaining();
    }
  }

  /**
   * Unpacks from the start until {@code sink} has enough, or everything.
   *
   * @return how many bytes were unpacked
   * @throws ConfigurationException if they are damaged, or do not end within the limit
   */
  public long unpack(Sink sink) {
    try (InputStream in = compression.open(new SourceInputStream(packed))) {
      return pump(in, sink);
    } catch (MemoryLimitException e) {
      throw dictionaryTooLarge(ByteSize.of((long) e.getMemoryNeeded() << 10));
    } catch (OutOfMemoryError e) {
      // The dictionary is one array, so its failure is the only thing that happened.
      throw dictionaryTooLarge("more of Java's heap than is free");
    } catch (IOException e) {
      throw damaged();
    } catch (VmmException e) {
      throw e;
    } catch (RuntimeException e) {
      // Decompressors are meant for good input; what else they throw on bad input is damage, too.
      throw damaged();
    }
  }

  private long pump(InputStream in, Sink sink) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long total = 0;
    int length;
    while ((length = in.read(buffer)) >= 0) {
      boolean more = sink.accept(total, buffer, length);
      total += length;
      if (!more) {
        break;
      }
      if (total > limit) {
        throw problem(
            "unpacks to more than the "
                + ByteSize.of(limit)
                + " of memory that the guest has: check the file, or give it more");
      }
    }
    return total;
  }

  private ConfigurationException dictionaryTooLarge(String needed) {
    return problem(
        "takes "
            + needed
            + " to unpack, more memory than there is: compress it with a smaller dictionary, as xz"
            + " -9 does");
  }

  private ConfigurationException damaged() {
    return problem("has damaged or truncated " + compression + " data: get a fresh copy");
  }

  @Override
  public void requireUnchanged() {
    packed.requireUnchanged();
  }

  @Override
  public String description() {
    return packed.description();
  }
}
