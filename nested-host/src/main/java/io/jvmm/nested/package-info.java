/**
 * An ARM64 KVM host in a process. {@link io.jvmm.nested.SharedHost} is the one that all machines of
 * a user run in; {@link io.jvmm.nested.WarmHost} is kept by a developer, for tests.
 */
@NullMarked
package io.jvmm.nested;

import org.jspecify.annotations.NullMarked;
