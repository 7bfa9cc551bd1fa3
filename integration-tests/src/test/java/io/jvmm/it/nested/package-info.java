/** Tests that run inside an ARM64 host, on its real /dev/kvm. */
@NullMarked
package io.jvmm.it.nested;

import org.jspecify.annotations.NullMarked;
