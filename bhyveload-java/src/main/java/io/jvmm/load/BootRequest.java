package io.jvmm.load;

import io.jvmm.load.format.RawKernel;
import io.jvmm.load.source.HostFile;
import io.jvmm.load.source.RamDisk;
import io.jvmm.load.source.Source;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What to boot, and in what memory.
 *
 * @param kernel the kernel, in any format that {@link BootLoader} knows
 * @param initrd initial RAM disks, which become one: the kernel looks into them, the loader does
 *     not
 * @param commandLine the kernel's command line, at most {@value #MAX_COMMAND_LINE} bytes
 * @param ram the guest's memory
 * @param stdoutPath the device-tree path of the console for early output, such as {@code
 *     /serial@9000000}
 * @param pageSizes the page sizes that the guest's processors can do (ID_AA64MMFR0_EL1, TGran4,
 *     TGran16 and TGran64)
 * @param environment variables for a FreeBSD kernel, by name
 * @param loadAddress where to load the kernel as it is, whatever it looks like
 * @param entry its first instruction in that case; by default its first byte
 */
public record BootRequest(
    Source kernel,
    List<Source> initrd,
    String commandLine,
    AddressRange ram,
    Optional<String> stdoutPath,
    Set<PageSize> pageSizes,
    Map<String, String> environment,
    Optional<GuestAddress> loadAddress,
    Optional<GuestAddress> entry) {
  /** What an arm64 kernel keeps of its command line (COMMAND_LINE_SIZE, without the NUL). */
  public static final int MAX_COMMAND_LINE = 2047;

  /** A request of which nobody changes anything any more. */
  public BootRequest {
    initrd = List.copyOf(initrd);
    pageSizes = Set.copyOf(pageSizes);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /** Starts a request: nothing but the memory. */
  public static Builder in(AddressRange ram) {
    return new Builder(ram);
  }

  /** Where a raw kernel goes, if it is to be loaded as one. */
  Optional<RawKernel> place() {
    return loadAddress.map(address -> new RawKernel(address, entry.orElse(address)));
  }

  /** Collects a request, and every problem with its files. */
  public static final class Builder {
    private final AddressRange ram;
    private final List<String> problems = new ArrayList<>();
    private final List<Source> kernels = new ArrayList<>();
    private final List<Source> initrd = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Set<PageSize> pageSizes = EnumSet.allOf(PageSize.class);
    private String commandLine = "";
    private Optional<String> stdoutPath = Optional.empty();
    private Optional<GuestAddress> loadAddress = Optional.empty();
    private Optional<GuestAddress> entry = Optional.empty();

    private Builder(AddressRange ram) {
      this.ram = ram;
    }

    /** The kernel. */
    public Builder kernel(Source source) {
      kernels.add(source);
      return this;
    }

    /** The kernel, a file of the host's. */
    public Builder kernel(Path file) {
      return add(kernels, () -> HostFile.of("kernel", file));
    }

    /** Another initial RAM disk, behind the others. */
    public Builder initrd(Source source) {
      initrd.add(source);
      return this;
    }

    /** Another initial RAM disk, a file of the host's, or a directory that is packed for it. */
    public Builder initrd(Path path) {
      return add(initrd, () -> RamDisk.of(path));
    }

    /** The kernel's command line; by default it is empty. */
    public Builder commandLine(String line) {
      this.commandLine = line;
      return this;
    }

    /** The console for early output. */
    public Builder stdoutPath(String path) {
      this.stdoutPath = Optional.of(path);
      return this;
    }

    /** The page sizes that the guest can use; by default it can use all. */
    public Builder pageSizes(Set<PageSize> sizes) {
      this.pageSizes = sizes;
      return this;
    }

    /** Variables for a FreeBSD kernel. */
    public Builder environment(Map<String, String> variables) {
      environment.putAll(variables);
      return this;
    }

    /** Loads the kernel there as it is. */
    public Builder loadAddress(GuestAddress address) {
      this.loadAddress = Optional.of(address);
      return this;
    }

    /** Starts a kernel that is loaded as it is there. */
    public Builder entry(GuestAddress address) {
      this.entry = Optional.of(address);
      return this;
    }

    /**
     * The request.
     *
     * @throws ConfigurationException with every problem found
     */
    public BootRequest build() {
      Chosen.commandLineProblem(commandLine).ifPresent(problems::add);
      environment.forEach(this::requireVariable);
      if (entry.isPresent() && loadAddress.isEmpty()) {
        problems.add("an entry point counts only for a kernel with a load address: add one");
      }
      if (kernels.isEmpty() && problems.isEmpty()) {
        problems.add("there is no kernel to boot: name one");
      }
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
      return new BootRequest(
          kernels.getLast(),
          initrd,
          commandLine,
          ram,
          stdoutPath,
          pageSizes,
          environment,
          loadAddress,
          entry);
    }

    private Builder add(List<Source> sources, Supplier<Source> source) {
      try {
        sources.add(source.get());
      } catch (ConfigurationException e) {
        problems.addAll(e.problems());
      }
      return this;
    }

    private void requireVariable(String name, String value) {
      if (name.isEmpty() || name.indexOf('=') >= 0 || (name + value).indexOf('\0') >= 0) {
        problems.add(
            "the kernel's environment has a variable \""
                + name
                + "\": names must not be empty or contain =, and nothing may contain NUL");
      }
    }
  }
}
