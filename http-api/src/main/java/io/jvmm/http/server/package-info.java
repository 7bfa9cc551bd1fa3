/** HTTP itself, by Jetty: listening, who may ask, limits, and answers on their way. */
@NullMarked
package io.jvmm.http.server;

import org.jspecify.annotations.NullMarked;
