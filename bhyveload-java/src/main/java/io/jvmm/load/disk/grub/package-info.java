/**
 * What {@code grub.cfg} means: an interpreter of the part of GRUB's script language that
 * distributions generate (GNU GRUB Manual 2.12, "Writing full configuration files directly").
 */
@NullMarked
package io.jvmm.load.disk.grub;

import org.jspecify.annotations.NullMarked;
