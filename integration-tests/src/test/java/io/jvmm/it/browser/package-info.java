/** The web console in a real browser, with a real machine. */
@NullMarked
package io.jvmm.it.browser;

import org.jspecify.annotations.NullMarked;
