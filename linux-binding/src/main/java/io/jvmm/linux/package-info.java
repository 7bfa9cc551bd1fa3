/**
 * Of Linux what everybody may use: bells that the kernel rings, what its errors mean, terminals.
 */
@org.jspecify.annotations.NullMarked
package io.jvmm.linux;
