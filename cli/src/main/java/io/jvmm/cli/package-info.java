/** The commands, one class each, and what they share. */
@NullMarked
package io.jvmm.cli;

import org.jspecify.annotations.NullMarked;
