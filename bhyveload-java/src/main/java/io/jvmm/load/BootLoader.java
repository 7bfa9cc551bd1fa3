package io.jvmm.load;

import io.jvmm.load.format.BootProtocol;
import io.jvmm.load.format.Kernel;
import io.jvmm.load.format.KernelFormats;
import io.jvmm.load.source.RamDisk;
import io.jvmm.load.source.Source;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestAddress;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plans how a guest is loaded and started: files in, {@link BootPlan} out. */
public final class BootLoader {
  private final Seeds seeds;

  /**
   * A loader.
   *
   * @param seeds what the guest's own random numbers and address randomisation start from: a secure
   *     source, such as {@link java.security.SecureRandom}
   */
  public BootLoader(RandomGenerator seeds) {
    this(Seeds.from(seeds));
  }

  private BootLoader(Seeds seeds) {
    this.seeds = seeds;
  }

  /** A loader for what is only looked at: seeds are secrets of one boot, and there are none. */
  public static BootLoader withoutSeeds() {
    return new BootLoader(Seeds.NONE);
  }

  /**
   * Finds out what the kernel is, places everything, and writes the device tree. Reads no more of
   * the files than their headers, but for a compressed kernel that does not say how large it is:
   * Linux before 3.17, and raw binaries.
   *
   * @param request what to boot
   * @param machine gives the device tree's root for its {@code /chosen} node, which it has to make
   *     a child of the root
   * @throws ConfigurationException if it cannot be booted: says why
   */
  public BootPlan plan(BootRequest request, UnaryOperator<DeviceTreeNode> machine) {
    Kernel kernel =
        request
            .place()
            .map(place -> place.of(request.kernel(), request.ram()))
            .orElseGet(() -> KernelFormats.open(request.kernel(), request.ram()));
    requirePageSize(kernel, request);
    Optional<Source> initrd = initrd(kernel, request);
    return switch (kernel.protocol()) {
      case BootProtocol.DeviceTree _ -> {
        requireNoEnvironment(kernel, request);
        yield new LinuxBoot(request, seeds).plan(kernel, initrd, machine);
      }
      case BootProtocol.FreeBsd protocol -> {
        requireNoInitrd(initrd);
        yield new FreeBsdBoot(request, seeds).plan(kernel, protocol, machine);
      }
    };
  }

  /**
   * Plans the start of firmware that is in place already, in flash. The device tree goes to the
   * start of memory, where firmware for QEMU's {@code virt} board looks for it, and its address to
   * x0.
   *
   * @param ram the guest's memory
   * @param entry the firmware's first instruction
   * @param stdoutPath the device-tree path of the console
   * @param machine gives the device tree's root for its {@code /chosen} node
   */
  public BootPlan planFirmware(
      AddressRange ram,
      GuestAddress entry,
      Optional<String> stdoutPath,
      UnaryOperator<DeviceTreeNode> machine) {
    DeviceTreeNode tree = machine.apply(Chosen.node(stdoutPath, seeds));
    Pieces pieces = new Pieces().deviceTree(ram.start(), DeviceTreeBlob.of(tree));
    return new BootPlan(entry, ram.start().value(), ram.start(), tree, pieces.list());
  }

  private static void requirePageSize(Kernel kernel, BootRequest request) {
    if (kernel.pageSize().isEmpty() || request.pageSizes().contains(kernel.pageSize().get())) {
      return;
    }
    throw kernel
        .source()
        .problem(
            "is built for "
                + kernel.pageSize().get()
                + " pages, and this host's processors have guests use "
                + request.pageSizes().stream()
                    .sorted()
                    .map(PageSize::toString)
                    .collect(Collectors.joining(" and "))
                + " only: pass a kernel built for those");
  }

  // What came with the kernel first: what the user adds may replace files of it.
  private static Optional<Source> initrd(Kernel kernel, BootRequest request) {
    return RamDisk.all(
        Stream.concat(kernel.ramdisk().stream(), request.initrd().stream()).toList());
  }

  private static void requireNoEnvironment(Kernel kernel, BootRequest request) {
    if (!request.environment().isEmpty()) {
      throw new ConfigurationException(
          "environment variables are for FreeBSD's ELF kernels, and "
              + request.kernel().name()
              + " is something else ("
              + kernel.kind()
              + "): leave them out");
    }
  }

  private static void requireNoInitrd(Optional<Source> initrd) {
    if (initrd.isPresent()) {
      throw initrd.get().problem("has no use: FreeBSD's kernels take no initrd; leave it out");
    }
  }
}
