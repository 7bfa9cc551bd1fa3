/**
 * Loads and stores that trap without a syndrome: the processor says where, but not what. The
 * instruction is read, decoded by {@linkplain io.jvmm.mmio.insn.LoadStores one table} of the A64
 * encodings, and carried out on the bus by {@link io.jvmm.mmio.insn.NoSyndromeEmulator}. The table
 * and what it decodes to know no vCPU and no bus.
 */
@NullMarked
package io.jvmm.mmio.insn;

import org.jspecify.annotations.NullMarked;
