package io.jvmm.cli;

import io.jvmm.vmm.spec.MemorySize;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes as specifications have them: a number with a unit. */
final class DiskSize implements ITypeConverter<MemorySize> {
  @Override
  public MemorySize convert(String text) {
    try {
      return MemorySize.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
