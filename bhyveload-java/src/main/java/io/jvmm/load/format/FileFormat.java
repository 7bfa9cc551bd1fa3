package io.jvmm.load.format;

import io.jvmm.load.source.Source;
import io.jvmm.vmm.memory.AddressRange;

/**
 * A format that kernels come in.
 *
 * @param <T> what a file of this format is: a {@link Kernel}, or a {@link Wrapping} around one
 */
interface FileFormat<T> {
  /** Whether a file that starts so is of this format. */
  boolean matches(byte[] head);

  /**
   * Looks at a file that {@link #matches}.
   *
   * @param source the file
   * @param head its first bytes
   * @param ram the guest's memory
   * @throws io.jvmm.vmm.error.ConfigurationException if it is damaged, or cannot be booted
   */
  T open(Source source, byte[] head, AddressRange ram);
}
