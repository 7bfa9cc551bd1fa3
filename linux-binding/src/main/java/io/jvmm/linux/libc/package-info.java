/**
 * The C library as the bindings call it: functions under their own names, error numbers and what
 * they mean, descriptors and mappings that are given back.
 */
@org.jspecify.annotations.NullMarked
package io.jvmm.linux.libc;
