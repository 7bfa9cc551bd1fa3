package io.jvmm.load.acpi.aml;

/** A piece of AML as a value (ACPI 6.6, 20.2): what stands alone, and what stands in another. */
public sealed interface Term permits Declaration, Expression, Statement {
  /** Its bytes. */
  byte[] encoded();
}
