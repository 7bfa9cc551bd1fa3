package io.jvmm.load;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.InternalException;
import io.jvmm.vmm.memory.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** Plans how a guest is loaded and started: files in, {@link BootPlan} out. */
public final class BootLoader {
  private final RandomGenerator seeds;

  /**
   * A loader.
   *
   * @param seeds what the guest's own random numbers and address randomisation start from: a secure
   *     source, such as {@link java.security.SecureRandom}
   */
  public BootLoader(RandomGenerator seeds) {
    this.seeds = seeds;
  }

  /**
   * Looks at the files, places them, and writes the device tree. Reads no more of the files than
   * their headers, but for a gzip-compressed kernel from before 3.17, which does not say how large
   * it is.
   *
   * @param request what to boot
   * @param machine gives the device tree's root for its {@code /chosen} node, which it has to make
   *     a child of the root
   * @throws ConfigurationException with every problem found
   */
  public BootPlan plan(BootRequest request, UnaryOperator<DeviceTreeNode> machine) {
    List<String> problems = new ArrayList<>();
    Optional<Kernel> kernel = attempt(problems, () -> Kernel.of(request.kernel()));
    Optional<SourceFile> initrd =
        request.initrd().flatMap(path -> attempt(problems, () -> SourceFile.of("initrd", path)));
    attempt(
        problems,
        () -> {
          Chosen.requireCommandLine(request.commandLine());
          return request;
        });
    if (kernel.isEmpty() || !problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    Layout layout = Layout.of(kernel.get(), initrd, request.ram());
    byte[] tree = DeviceTreeBlob.of(machine.apply(Chosen.node(request, layout.initrd(), seeds)));
    return assemble(kernel.get(), initrd, layout, tree);
  }

  private static <T> Optional<T> attempt(List<String> problems, Supplier<T> step) {
    try {
      return Optional.of(step.get());
    } catch (ConfigurationException e) {
      problems.addAll(e.problems());
      return Optional.empty();
    }
  }

  private static BootPlan assemble(
      Kernel kernel, Optional<SourceFile> initrd, Layout layout, byte[] tree) {
    List<BootPlan.Piece> pieces = new ArrayList<>();
    pieces.add(deviceTree(layout, tree));
    pieces.add(
        new BootPlan.Piece(
            new BootRegion("kernel", layout.kernel(), kernel.description()), kernel.payload()));
    initrd.ifPresent(file -> pieces.add(initrd(file, layout.initrd().orElseThrow())));
    return new BootPlan(layout.kernel().start(), layout.deviceTree(), pieces);
  }

  private static BootPlan.Piece deviceTree(Layout layout, byte[] tree) {
    if (tree.length > Layout.BLOCK) {
      throw new InternalException(
          "the device tree has " + tree.length + " bytes; kernels take " + Layout.BLOCK);
    }
    AddressRange range = new AddressRange(layout.deviceTree(), tree.length);
    return new BootPlan.Piece(
        new BootRegion("device tree", range, "generated, " + tree.length + " bytes"),
        new BytesPayload(tree));
  }

  private static BootPlan.Piece initrd(SourceFile file, AddressRange range) {
    String content = "file " + file.path() + " (" + file.size() + " bytes)";
    return new BootPlan.Piece(new BootRegion("initrd", range, content), new FilePayload(file));
  }
}
