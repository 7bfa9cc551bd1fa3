package io.jvmm.monitor.machine;

import io.jvmm.load.BootLoader;
import io.jvmm.load.BootPlan;
import io.jvmm.load.BootRequest;
import io.jvmm.monitor.spec.ResolvedSpec;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.memory.AddressRange;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** Plans what goes where in guest memory: kernel, initial RAM file system, device tree. */
final class KernelPlan {
  private static final String STDOUT = "/serial@%x".formatted(GuestLayout.PL011.start().value());

  private KernelPlan() {}

  static BootPlan of(ResolvedSpec resolved, List<DeviceTreeNode> devices) {
    AddressRange ram = GuestLayout.ram(resolved.spec().memory().bytes());
    BootRequest request =
        new BootRequest(
            resolved.kernel(),
            resolved.initrd(),
            resolved.spec().boot().cmdline(),
            ram,
            Optional.of(STDOUT));
    int vcpus = resolved.spec().cpus();
    return new BootLoader(new SecureRandom())
        .plan(request, chosen -> DeviceTree.root(ram, vcpus, chosen, devices));
  }
}
