/** The nested scenario once more, in a container. */
@NullMarked
package io.jvmm.it.container;

import org.jspecify.annotations.NullMarked;
