package io.jvmm.monitor.machine;

import io.jvmm.load.BootPlan;
import io.jvmm.load.BootRegion;
import io.jvmm.monitor.spec.ResolvedSpec;
import io.jvmm.vmm.error.HostException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The load phase by itself: the memory of a machine as it is before its first instruction, without
 * a machine that could run. Everything is loaded, so that whatever could go wrong has not.
 */
public final class LoadedImage implements AutoCloseable {
  /** What one buffer of Java's reaches. */
  private static final long CHUNK = 1L << 30;

  private final Machine machine;
  private final Inspection inspection;

  private LoadedImage(ResolvedSpec spec, Machine machine) {
    this.machine = machine;
    this.inspection = Inspection.of(spec, machine);
  }

  /**
   * Loads a machine's memory, on any host: what depends on one is assumed.
   *
   * @param notices is told, in a line each, what is booted
   * @throws io.jvmm.vmm.error.VmmException if the machine cannot be booted: says why
   */
  public static LoadedImage of(ResolvedSpec spec, Consumer<String> notices) {
    HostCheck.refuse(HostCheck.problems(spec.spec(), Long.MAX_VALUE));
    Machine machine = MachineBuilder.buildForInspection(spec, new AssumedHost(), notices);
    return new LoadedImage(spec, machine);
  }

  /** What was assumed of the host, in a line. */
  public static String assumptions() {
    return AssumedHost.DESCRIPTION;
  }

  /** What is where, and how the boot processor starts: a stable text. */
  public String plan() {
    return boot().toString();
  }

  private BootPlan boot() {
    return machine.loaded().plan();
  }

  /**
   * Writes it: {@code plan.txt}, {@code machine.dtb} and {@code machine.dts}, and each region's
   * bytes in a file named for its address and what it is.
   *
   * @param directory is made where it is missing; what has these names there is replaced
   * @throws HostException if it cannot be written
   */
  public void writeTo(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("plan.txt"), plan());
      Files.write(directory.resolve("machine.dtb"), inspection.deviceTree());
      Files.writeString(directory.resolve("machine.dts"), inspection.deviceTreeSource());
      for (BootRegion region : boot().regions()) {
        write(region, directory.resolve(fileName(region)));
      }
    } catch (IOException e) {
      throw new HostException("cannot write to '%s': %s".formatted(directory, e.getMessage()), e);
    }
  }

  private static String fileName(BootRegion region) {
    String kind = region.name().replace(' ', '-');
    return "0x%x-%s.bin".formatted(region.range().start().value(), kind);
  }

  private void write(BootRegion region, Path file) throws IOException {
    Set<StandardOpenOption> anew =
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    long start = region.range().start().value();
    long size = region.range().size();
    try (FileChannel out = FileChannel.open(file, anew)) {
      for (long at = 0; at < size; at += CHUNK) {
        MemorySegment bytes =
            machine.loaded().memory().readable(start + at, Math.min(CHUNK, size - at));
        ByteBuffer buffer = bytes.asByteBuffer();
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
      }
    }
  }

  /** Gives the memory back. */
  @Override
  public void close() {
    machine.close();
  }
}
