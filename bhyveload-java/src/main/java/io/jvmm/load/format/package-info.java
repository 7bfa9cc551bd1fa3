/**
 * What a kernel file is, by its content: one class for each format. Formats that hold others are
 * opened until there is a kernel, or something that cannot be booted.
 */
@NullMarked
package io.jvmm.load.format;

import org.jspecify.annotations.NullMarked;
