package io.jvmm.cli;

import io.jvmm.monitor.spec.GuestImages;
import io.jvmm.nested.HostImages;
import io.jvmm.nested.SharedHost;
import io.jvmm.provisioning.CacheDirectory;
import io.jvmm.provisioning.DebianMirror;
import io.jvmm.provisioning.PackageStore;
import io.jvmm.provisioning.Progress;
import io.jvmm.provisioning.TerminalProgress;
import io.jvmm.provisioning.Toolbox;
import io.jvmm.provisioning.images.EmulatedBuildMachine;
import io.jvmm.provisioning.images.ImageStore;
import io.jvmm.vmm.spec.FileReference.ImageFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What jvmm fetches and builds for its user, in the user's cache. Making one does nothing yet.
 *
 * @param sharedHost where machines run that cannot run here
 * @param imageStore what guests boot from
 */
record Provisions(SharedHost sharedHost, ImageStore imageStore) {
  static Provisions ofEnvironment() {
    Map<String, String> environment = System.getenv();
    CacheDirectory cache = CacheDirectory.ofEnvironment(environment);
    Progress progress = TerminalProgress.toStandardError();
    PackageStore packages =
        new PackageStore(cache, () -> DebianMirror.ofThisMachine(environment), progress);
    Toolbox toolbox = Toolbox.ofThisMachine(packages);
    return new Provisions(
        SharedHost.ofUser(new HostImages(packages, toolbox, progress), environment, progress),
        new ImageStore(packages, toolbox, progress, new EmulatedBuildMachine(toolbox)));
  }

  /** The guest images, as the reader of specifications wants them. */
  GuestImages guestImages() {
    return new GuestImages() {
      @Override
      public Optional<String> problem(ImageFile file) {
        return imageStore.problem(file.image(), file.file());
      }

      @Override
      public Path locate(ImageFile file) {
        return imageStore.locate(file.image(), file.file());
      }
    };
  }
}
