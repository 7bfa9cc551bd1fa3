/**
 * QEMU's firmware configuration device (QEMU, docs/specs/fw_cfg.rst), as memory-mapped registers.
 */
@NullMarked
package io.jvmm.mmio.fwcfg;

import org.jspecify.annotations.NullMarked;
