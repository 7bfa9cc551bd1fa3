/** Bare-metal guests for tests: a mini-assembler for A64 and the programs written with it. */
@NullMarked
package io.jvmm.it.guest;

import org.jspecify.annotations.NullMarked;
