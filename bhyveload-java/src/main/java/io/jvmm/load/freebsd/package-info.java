/**
 * What FreeBSD's boot loader tells its kernel: the environment, and the metadata of what is loaded.
 */
@NullMarked
package io.jvmm.load.freebsd;

import org.jspecify.annotations.NullMarked;
