/**
 * Bytes to load, wherever they are kept: files of the host, parts of them, several in a row, a
 * directory as an archive. What a file is, is none of this package's business.
 */
@NullMarked
package io.jvmm.load.source;

import org.jspecify.annotations.NullMarked;
