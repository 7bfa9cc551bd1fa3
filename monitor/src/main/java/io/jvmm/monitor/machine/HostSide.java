package io.jvmm.monitor.machine;

import io.jvmm.load.BootLoader;
import io.jvmm.monitor.spec.ResolvedSpec;
import io.jvmm.virtio.block.DiskImage;
import io.jvmm.virtio.net.NetDevice;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * What a machine has of the host's beyond its hypervisor, by what it is built for.
 *
 * @param resolved the machine
 * @param purpose what it is built for
 */
record HostSide(ResolvedSpec resolved, Purpose purpose) {
  /** What a machine is built for. */
  enum Purpose {
    /** To run. */
    RUNNING,
    /** To be looked at: it leads nowhere and changes nothing. */
    INSPECTION
  }

  /** A disk's image, open and locked; not to be written if nobody will. */
  DiskImage disk(int index) {
    return DiskImages.open(resolved, index, purpose == Purpose.INSPECTION);
  }

  /** A network interface, with what it leads to. */
  NetDevice network(int index, String name) {
    return switch (purpose) {
      case RUNNING -> Networks.interfaceOf(resolved.spec(), index, name);
      case INSPECTION -> Networks.unplugged(resolved.spec(), index, name);
    };
  }

  /** Where firmware keeps its variables; without, in memory. */
  Optional<Path> variables() {
    return resolved.boot().variables().filter(_ -> purpose == Purpose.RUNNING);
  }

  /** What plans its boot. */
  BootLoader loader() {
    return switch (purpose) {
      case RUNNING -> new BootLoader(new SecureRandom());
      case INSPECTION -> BootLoader.withoutSeeds();
    };
  }
}
