package io.jvmm.monitor.machine;

import io.jvmm.load.BootLoader;
import io.jvmm.load.BootPlan;
import io.jvmm.load.BootRequest;
import io.jvmm.monitor.spec.ResolvedSpec;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.memory.AddressRange;
import java.security.SecureRandom;
import java.util.List;

/** Plans what goes where in guest memory: kernel, initial RAM file system, device tree. */
final class KernelPlan {
  private static final String STDOUT = "/serial@%x".formatted(GuestLayout.PL011.start().value());

  private KernelPlan() {}

  static BootPlan of(ResolvedSpec resolved, List<DeviceTreeNode> devices) {
    AddressRange ram = GuestLayout.ram(resolved.spec().memory().bytes());
    BootRequest.Builder request =
        BootRequest.in(ram)
            .kernel(resolved.kernel())
            .commandLine(resolved.spec().boot().cmdline())
            .stdoutPath(STDOUT);
    resolved.initrd().ifPresent(request::initrd);
    int vcpus = resolved.spec().cpus();
    return new BootLoader(new SecureRandom())
        .plan(request.build(), chosen -> DeviceTree.root(ram, vcpus, chosen, devices));
  }
}
