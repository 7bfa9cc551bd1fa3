/** Tests that run the release on this machine, as a user does. */
@NullMarked
package io.jvmm.it.local;

import org.jspecify.annotations.NullMarked;
