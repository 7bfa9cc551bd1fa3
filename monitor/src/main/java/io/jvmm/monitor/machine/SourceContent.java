package io.jvmm.monitor.machine;

import io.jvmm.load.source.Source;
import io.jvmm.load.source.SourceReader;
import io.jvmm.mmio.fwcfg.FwCfgContent;
import io.jvmm.vmm.error.HostException;
import java.lang.foreign.MemorySegment;

/**
 * A file to be loaded by the firmware instead of by jvmm.
 *
 * @param source the file
 */
record SourceContent(Source source) implements FwCfgContent {
  /**
   * Looks at its size.
   *
   * @throws io.jvmm.vmm.error.ConfigurationException if firmware cannot be told of so much
   */
  SourceContent {
    if (source.size() > Integer.MAX_VALUE) {
      throw source.problem(
          "has %d bytes, and firmware is handed 2 GiB at the most".formatted(source.size()));
    }
  }

  @Override
  public int length() {
    return (int) source.size();
  }

  @Override
  public void read(long offset, MemorySegment target) {
    if (SourceReader.fill(source, target.asByteBuffer(), offset) < target.byteSize()) {
      throw new HostException(
          "%s %s got shorter while the machine ran: start it again"
              .formatted(source.role(), source.name()));
    }
  }
}
