/** What other processes ask of a machine that runs: one request and one reply a connection. */
@NullMarked
package io.jvmm.monitor.control;

import org.jspecify.annotations.NullMarked;
