package io.jvmm.monitor.machine;

import io.jvmm.monitor.spec.ResolvedSpec;
import io.jvmm.virtio.block.RawImage;
import java.util.List;

/**
 * Checks what a machine boots and takes its disks, without a hypervisor: for a machine that another
 * process is going to run. The disks stay taken until this is closed.
 */
public final class Preflight implements AutoCloseable {
  private final Resources disks = new Resources();

  /**
   * Plans the kernel's place, and opens and locks the disks.
   *
   * @throws io.jvmm.vmm.error.VmmException if the machine could not run
   */
  public static Preflight of(ResolvedSpec resolved) {
    KernelPlan.of(resolved, List.of());
    Preflight preflight = new Preflight();
    try {
      preflight.takeDisks(resolved);
      return preflight;
    } catch (RuntimeException | Error e) {
      preflight.close();
      throw e;
    }
  }

  private Preflight() {}

  private void takeDisks(ResolvedSpec resolved) {
    for (int i = 0; i < resolved.disks().size(); i++) {
      disks.add(RawImage.open(resolved.disks().get(i), resolved.spec().disks().get(i).readOnly()));
    }
  }

  /** Gives the disks back. */
  @Override
  public void close() {
    disks.close();
  }
}
