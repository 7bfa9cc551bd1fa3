/** Machines as FreeBSD's bhyve has them: what its configuration says, as a specification. */
@NullMarked
package io.jvmm.cli.bhyve;

import org.jspecify.annotations.NullMarked;
