/**
 * Bare-metal guests that hold the machine against the architecture, a class for each group of
 * clauses. Each guest checks itself and prints {@code ok}; it runs on every interrupt controller
 * that the host offers.
 */
@NullMarked
package io.jvmm.it.nested.conformance;

import org.jspecify.annotations.NullMarked;
