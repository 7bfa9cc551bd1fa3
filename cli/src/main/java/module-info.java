/** The {@code jvmm} command: parses arguments, calls the other modules, prints, exits. */
module io.jvmm.cli {
  requires info.picocli;
  requires io.jvmm.control;
  requires static io.jvmm.http; // at run time, of jvmm serve only: see bin/jvmm
  requires io.jvmm.monitor;
  requires io.jvmm.nested;
  requires io.jvmm.provisioning;
  requires io.jvmm.virtio; // of it, disk images, and by way of it io_uring
  requires io.jvmm.vmm;
  requires static org.jspecify;
  requires tools.jackson.databind;

  opens io.jvmm.cli to
      info.picocli;

  provides System.LoggerFinder with
      io.jvmm.cli.StderrLogging;
}
