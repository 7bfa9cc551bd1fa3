package io.jvmm.monitor.machine;

import io.jvmm.monitor.spec.ResolvedSpec;
import io.jvmm.virtio.block.DiskImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks what a machine boots and takes its disks, without a hypervisor: for a machine that another
 * process is going to run. The disks stay taken until this is closed.
 */
public final class Preflight implements AutoCloseable {
  private final Resources disks = new Resources();
  private final List<Path> backing = new ArrayList<>();

  /**
   * Opens and locks the disks, and plans what is booted.
   *
   * @throws io.jvmm.vmm.error.VmmException if the machine could not run
   */
  public static Preflight of(ResolvedSpec resolved) {
    return of(resolved, new HostSide(resolved, HostSide.Purpose.RUNNING));
  }

  /**
   * The same for a machine that is only going to be looked at: its disks are not to be written.
   *
   * @throws io.jvmm.vmm.error.VmmException if the machine could not be built
   */
  public static Preflight withoutWriting(ResolvedSpec resolved) {
    return of(resolved, new HostSide(resolved, HostSide.Purpose.INSPECTION));
  }

  private static Preflight of(ResolvedSpec resolved, HostSide hostSide) {
    Preflight preflight = new Preflight();
    try {
      BootPlanner.anywhere(resolved).plan(preflight.takeDisks(hostSide));
      Overlays.checkCompiled(resolved.boot().overlays());
      return preflight;
    } catch (RuntimeException | Error e) {
      preflight.close();
      throw e;
    }
  }

  private Preflight() {}

  private List<DiskImage> takeDisks(HostSide hostSide) {
    List<DiskImage> images = new ArrayList<>();
    for (int i = 0; i < hostSide.resolved().disks().size(); i++) {
      DiskImage image = disks.add(hostSide.disk(i));
      backing.addAll(image.files().subList(1, image.files().size()));
      images.add(image);
    }
    return images;
  }

  /** The backing files of the disks: what the machine reads beside what its specification names. */
  public List<Path> backingFiles() {
    return List.copyOf(backing);
  }

  /** Gives the disks back. */
  @Override
  public void close() {
    disks.close();
  }
}
