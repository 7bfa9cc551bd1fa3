/**
 * Bytes of a guest's disk: parts that cannot be left, what may be read in all, and errors that say
 * where.
 */
@NullMarked
package io.jvmm.load.disk.block;

import org.jspecify.annotations.NullMarked;
