/** What the user asks for: the virtual machine's specification as values. */
@NullMarked
package io.jvmm.vmm.spec;

import org.jspecify.annotations.NullMarked;
