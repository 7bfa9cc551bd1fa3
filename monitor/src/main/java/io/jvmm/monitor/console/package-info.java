/** The user's terminal or pipes at one end, the guest's consoles at the other. */
@NullMarked
package io.jvmm.monitor.console;

import org.jspecify.annotations.NullMarked;
