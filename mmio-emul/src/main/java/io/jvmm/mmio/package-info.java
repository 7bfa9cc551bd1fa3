/** The bus that finds the device behind an address, and what it counts. */
@NullMarked
package io.jvmm.mmio;

import org.jspecify.annotations.NullMarked;
