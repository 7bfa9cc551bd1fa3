/**
 * An ARM64 KVM host in a process. {@link io.jvmm.nested.NestedHost} runs one for as long as a
 * command needs it; {@link io.jvmm.nested.WarmHost} keeps one for a developer.
 */
@NullMarked
package io.jvmm.nested;

import org.jspecify.annotations.NullMarked;
