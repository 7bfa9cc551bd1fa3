/** How messages and plans put things into words. */
@NullMarked
package io.jvmm.load.text;

import org.jspecify.annotations.NullMarked;
