/**
 * The API without its server: a table of routes, handlers from a call to an answer, and the
 * document that is generated from the table.
 */
@NullMarked
package io.jvmm.http.api;

import org.jspecify.annotations.NullMarked;
