/**
 * What can be booted from a disk, as its own boot loaders' configurations say: kernels, initial RAM
 * disks and command lines.
 */
@NullMarked
package io.jvmm.load.disk.boot;

import org.jspecify.annotations.NullMarked;
