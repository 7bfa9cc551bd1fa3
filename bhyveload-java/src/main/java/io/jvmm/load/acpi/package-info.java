/**
 * Describes a machine by ACPI tables: {@link io.jvmm.load.acpi.AcpiMachine} in, the files out that
 * firmware takes the tables from.
 */
@NullMarked
package io.jvmm.load.acpi;

import org.jspecify.annotations.NullMarked;
