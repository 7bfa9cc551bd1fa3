/**
 * Packages in, bootable files out. {@link io.jvmm.provisioning.PackageStore} fetches, {@link
 * io.jvmm.provisioning.CacheDirectory} keeps, the other types build.
 */
@NullMarked
package io.jvmm.provisioning;

import org.jspecify.annotations.NullMarked;
