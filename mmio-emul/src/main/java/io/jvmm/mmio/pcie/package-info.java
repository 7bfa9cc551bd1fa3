/**
 * A PCI Express root complex with one bus: ECAM, memory windows, configuration headers, MSI-X and
 * INTx (PCI Local Bus 3.0; PCI Express Base 6.0, 7.2.2).
 */
@NullMarked
package io.jvmm.mmio.pcie;

import org.jspecify.annotations.NullMarked;
