/** The {@code jvmm} command: parses arguments, calls the other modules, prints, exits. */
module io.jvmm.cli {
  requires info.picocli;
  requires io.jvmm.monitor;
  requires io.jvmm.nested;
  requires io.jvmm.provisioning;
  requires io.jvmm.virtio; // of it, disk images
  requires io.jvmm.vmm;
  requires static org.jspecify;

  opens io.jvmm.cli to
      info.picocli;

  provides System.LoggerFinder with
      io.jvmm.cli.StderrLogging;
}
