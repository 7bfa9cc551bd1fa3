package io.jvmm.load;

import io.jvmm.load.format.BootProtocol;
import io.jvmm.load.format.Kernel;
import io.jvmm.load.freebsd.KernelEnvironment;
import io.jvmm.load.freebsd.PreloadMetadata;
import io.jvmm.load.source.SourceReader;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.memory.AddressRange;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Plans the start of a FreeBSD kernel as its own loader starts it: x0 has the virtual address of
 * metadata, which lead to the environment and the device tree.
 */
record FreeBsdBoot(BootRequest request, Seeds seeds) {
  BootPlan plan(
      Kernel kernel, BootProtocol.FreeBsd protocol, UnaryOperator<DeviceTreeNode> machine) {
    KernelEnvironment environment =
        new KernelEnvironment(request.environment(), request.commandLine());
    byte[] variables = environment.bytes();
    DeviceTreeNode tree = machine.apply(Chosen.node(request, Optional.empty(), seeds));
    byte[] blob = DeviceTreeBlob.of(tree);
    FreeBsdLayout layout =
        FreeBsdLayout.of(
            kernel, protocol.offset(), variables.length, blob.length, new Room(request.ram()));
    long toVirtual = protocol.virtualBase() - layout.base();
    byte[] metadata = metadata(layout, protocol, environment.howto(), toVirtual);
    Pieces pieces =
        new Pieces()
            .kernel(kernel, layout.kernel(), request.kernel())
            .generated("environment", layout.environment().start(), variables)
            .deviceTree(layout.deviceTree().start(), blob)
            .generated("metadata", layout.metadata().start(), metadata);
    return new BootPlan(
        layout.kernel().start().plus(kernel.entry()),
        layout.metadata().start().value() + toVirtual,
        layout.deviceTree().start(),
        tree,
        pieces.list());
  }

  private byte[] metadata(
      FreeBsdLayout layout, BootProtocol.FreeBsd protocol, int howto, long toVirtual) {
    byte[] elfHeader =
        SourceReader.structure(
            protocol.elfHeader(), "ELF header", 0, (int) protocol.elfHeader().size());
    return PreloadMetadata.of(
        elfHeader,
        request.commandLine(),
        howto,
        new PreloadMetadata.Addresses(
            virtual(layout.kernel(), toVirtual),
            layout.kernel().size(),
            virtual(layout.environment(), toVirtual),
            virtual(layout.deviceTree(), toVirtual),
            layout.metadata().endExclusive() + toVirtual));
  }

  private static long virtual(AddressRange range, long toVirtual) {
    return range.start().value() + toVirtual;
  }
}
