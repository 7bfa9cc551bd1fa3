/**
 * Makes what users install of the release: archives, with or without a Java run-time, a Debian
 * package, and container images. A tool of the build: no part of the release.
 */
module io.jvmm.packaging {
  requires io.jvmm.provisioning;
  requires io.jvmm.vmm;
  requires org.apache.commons.compress;
  requires org.tukaani.xz;
  requires tools.jackson.databind;
  requires static org.jspecify;
}
