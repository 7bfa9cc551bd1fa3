/** What of Linux everybody may use: bells that the kernel rings, and what its errors mean. */
@org.jspecify.annotations.NullMarked
package io.jvmm.linux;
