package io.jvmm.load;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.memory.AddressRange;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The device tree's {@code /chosen} node: what the loader tells the kernel (Devicetree
 * Specification v0.4, 3.6, and Linux, Documentation/devicetree/bindings/chosen).
 */
final class Chosen {
  private Chosen() {}

  /** Why a command line would not reach the kernel as it is; empty if it would. */
  static Optional<String> commandLineProblem(String commandLine) {
    int length = commandLine.getBytes(StandardCharsets.UTF_8).length;
    if (length > BootRequest.MAX_COMMAND_LINE) {
      return Optional.of(
          "the kernel's command line has "
              + length
              + " bytes, and arm64 kernels cut it off after "
              + BootRequest.MAX_COMMAND_LINE
              + ": shorten it");
    }
    return commandLine.indexOf('\0') >= 0
        ? Optional.of(
            "the kernel's command line has a NUL character, where the kernel would end it: remove"
                + " it")
        : Optional.empty();
  }

  /** The node. */
  static DeviceTreeNode node(BootRequest request, Optional<AddressRange> initrd, Seeds seeds) {
    DeviceTreeNode.Builder node = DeviceTreeNode.named("chosen");
    node.strings("bootargs", request.commandLine());
    initrd.ifPresent(
        range -> {
          node.longs("linux,initrd-start", range.start().value());
          node.longs("linux,initrd-end", range.endExclusive());
        });
    return complete(node, request.stdoutPath(), seeds);
  }

  /** The node for firmware, which has a command line for nobody. */
  static DeviceTreeNode node(Optional<String> stdoutPath, Seeds seeds) {
    return complete(DeviceTreeNode.named("chosen"), stdoutPath, seeds);
  }

  private static DeviceTreeNode complete(
      DeviceTreeNode.Builder node, Optional<String> stdoutPath, Seeds seeds) {
    stdoutPath.ifPresent(path -> node.strings("stdout-path", path));
    seeds.addTo(node);
    return node.build();
  }
}
