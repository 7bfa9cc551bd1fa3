/**
 * Writes AML, the byte code of ACPI's definition blocks: terms as values that encode themselves,
 * and the resource descriptors that devices list.
 */
@NullMarked
package io.jvmm.load.acpi.aml;

import org.jspecify.annotations.NullMarked;
