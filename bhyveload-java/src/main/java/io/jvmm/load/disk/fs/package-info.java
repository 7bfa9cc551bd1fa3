/** What all file systems have in common: a tree of files that is only read, and paths in it. */
@NullMarked
package io.jvmm.load.disk.fs;

import org.jspecify.annotations.NullMarked;
