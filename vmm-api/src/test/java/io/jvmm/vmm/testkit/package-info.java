/**
 * Fakes for the tests of every module: a scripted vCPU, guest memory in an array, recorded lines.
 */
@NullMarked
package io.jvmm.vmm.testkit;

import org.jspecify.annotations.NullMarked;
