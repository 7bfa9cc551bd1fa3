/** The load and store emulation, compared instruction by instruction with QEMU's. */
@NullMarked
package io.jvmm.it.insn;

import org.jspecify.annotations.NullMarked;
