/** Typed objects of Linux's that Java's library does not have. */
@org.jspecify.annotations.NullMarked
package io.jvmm.linux;
