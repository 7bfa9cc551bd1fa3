/**
 * Finds kernel, initial RAM disk and command line on a guest's own disk, without firmware and
 * without writing to it. Everything on the disk is taken for hostile.
 */
@NullMarked
package io.jvmm.load.disk;

import org.jspecify.annotations.NullMarked;
