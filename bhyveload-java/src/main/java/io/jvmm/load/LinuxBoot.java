package io.jvmm.load;

import io.jvmm.load.format.Kernel;
import io.jvmm.load.source.Source;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Plans the start of a kernel that gets the device tree's address in x0, as Linux does. */
record LinuxBoot(BootRequest request, Seeds seeds) {
  BootPlan plan(Kernel kernel, Optional<Source> initrd, UnaryOperator<DeviceTreeNode> machine) {
    Layout layout = Layout.of(kernel, initrd, request.ram());
    DeviceTreeNode tree = machine.apply(Chosen.node(request, layout.initrd(), seeds));
    Pieces pieces =
        new Pieces()
            .deviceTree(layout.deviceTree(), DeviceTreeBlob.of(tree))
            .kernel(kernel, layout.kernel(), request.kernel());
    initrd.ifPresent(source -> pieces.initrd(layout.initrd().orElseThrow(), source));
    return new BootPlan(
        layout.kernel().start().plus(kernel.entry()),
        layout.deviceTree().value(),
        layout.deviceTree(),
        tree,
        pieces.list());
  }
}
