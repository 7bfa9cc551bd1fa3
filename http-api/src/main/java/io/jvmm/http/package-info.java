/** The server as whoever starts it sees it: what it serves, where it listens, how it ends. */
@NullMarked
package io.jvmm.http;

import org.jspecify.annotations.NullMarked;
