/** A board to describe, firmware that puts its tables in memory, and a reader of AML. */
@NullMarked
package io.jvmm.load.acpi.testkit;

import org.jspecify.annotations.NullMarked;
