package io.jvmm.provisioning.images;

import java.nio.file.Path;
import java.util.function.Consumer;

/** An ARM64 machine that runs a kernel until it powers off: where installation scripts run. */
@FunctionalInterface
public interface BuildMachine {
  /**
   * What it runs.
   *
   * @param kernel an arm64 Image
   * @param initrd its initial RAM file system
   * @param commandLine the kernel's command line; the serial port is its console
   * @param disk a raw image, the guest's {@code /dev/vda}
   */
  record Job(Path kernel, Path initrd, String commandLine, Path disk) {}

  /**
   * Runs a job to its end.
   *
   * @param console gets each line that the guest prints on its serial port
   * @throws io.jvmm.vmm.error.HostException if the machine cannot be had
   */
  void run(Job job, Consumer<String> console);
}
