/** ACPI tables, as ACPICA's compiler and disassembler reads them. */
@NullMarked
package io.jvmm.it.acpi;

import org.jspecify.annotations.NullMarked;
