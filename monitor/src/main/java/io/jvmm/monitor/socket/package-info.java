/** Sockets that listen, for whoever in this module serves others. */
@NullMarked
package io.jvmm.monitor.socket;

import org.jspecify.annotations.NullMarked;
