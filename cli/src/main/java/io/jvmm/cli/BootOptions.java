package io.jvmm.cli;

import io.jvmm.monitor.spec.BootOverrides;
import io.jvmm.vmm.spec.MemorySize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * What is booted, and in how much memory, in the place of what the specification says; bhyveload's
 * options have its letters.
 */
final class BootOptions {
  @Option(
      names = {"-k", "--kernel"},
      paramLabel = "FILE",
      description = "Boot this kernel.")
  private Optional<Path> kernel = Optional.empty();

  @Option(
      names = {"-d", "--disk"},
      paramLabel = "IMAGE",
      description = "Boot what is on this disk image; it becomes the machine's last disk.")
  private Optional<Path> disk = Optional.empty();

  @Option(
      names = {"-i", "--initrd"},
      paramLabel = "FILE",
      description = "Use this initial RAM disk; several become one.")
  private List<Path> initrds = new ArrayList<>();

  @Option(
      names = "--initrd-add",
      paramLabel = "DIR",
      description = "Pack this directory, and add it behind the initial RAM disks.")
  private List<Path> initrdsAdded = new ArrayList<>();

  @Option(
      names = {"-c", "--cmdline"},
      paramLabel = "TEXT",
      description = "Use this kernel command line.")
  private Optional<String> commandLine = Optional.empty();

  @Option(
      names = {"-e", "--environment"},
      paramLabel = "NAME=VALUE",
      description = "Set a variable of a FreeBSD kernel's environment.")
  private List<String> environment = new ArrayList<>();

  @Option(
      names = {"-m", "--memory"},
      paramLabel = "SIZE",
      converter = Memory.class,
      description =
          "Give it so much memory: 512MiB, 1GiB, or as bhyve has it 512M, 1G; a number alone is MiB"
              + " if it is less than a million.")
  private Optional<MemorySize> memory = Optional.empty();

  BootOverrides overrides() {
    return new BootOverrides(kernel, disk, initrds, initrdsAdded, commandLine, environment, memory);
  }

  /** Sizes as specifications have them, and as bhyve does. */
  static final class Memory implements ITypeConverter<MemorySize> {
    private static final long MIB = 1 << 20;

    @Override
    public MemorySize convert(String text) {
      try {
        return text.matches("[0-9]{1,18}")
            ? plain(Long.parseLong(text))
            : MemorySize.parse(text.matches("[0-9]+[KkMmGgTt]") ? binary(text) : text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }

    /** As vm_parse_memsize of FreeBSD's libvmmapi: what is less than 1 MiB counts MiB. */
    private static MemorySize plain(long number) {
      return new MemorySize(number < MIB ? number * MIB : number);
    }

    private static String binary(String text) {
      int last = text.length() - 1;
      return text.substring(0, last) + Character.toUpperCase(text.charAt(last)) + "iB";
    }
  }
}
