/** Machines as directories, and what is done with them. */
@NullMarked
package io.jvmm.control;

import org.jspecify.annotations.NullMarked;
