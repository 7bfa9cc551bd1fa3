/** The four families of errors: whose fault it is, is the type. */
@NullMarked
package io.jvmm.vmm.error;

import org.jspecify.annotations.NullMarked;
