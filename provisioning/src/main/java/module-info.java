/**
 * Turns Debian packages into the files that a machine boots from (kernels, initial RAM file
 * systems, disk images) and into tools that run without being installed. Needs no root: everything
 * happens in a cache directory of the user's own.
 */
module io.jvmm.provisioning {
  requires io.jvmm.vmm;
  requires org.apache.commons.compress;
  requires org.tukaani.xz;
  requires static org.jspecify;

  exports io.jvmm.provisioning;
  exports io.jvmm.provisioning.images;
}
