/** What tests of bindings share. */
@org.jspecify.annotations.NullMarked
package io.jvmm.linux.testkit;
