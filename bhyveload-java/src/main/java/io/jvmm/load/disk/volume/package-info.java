/** Where on a disk the file systems are: partition tables, and what tells file systems apart. */
@NullMarked
package io.jvmm.load.disk.volume;

import org.jspecify.annotations.NullMarked;
