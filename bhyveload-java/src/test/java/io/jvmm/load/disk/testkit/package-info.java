/** Disks for tests: images that real tools made, partition tables, file systems in memory. */
@NullMarked
package io.jvmm.load.disk.testkit;

import org.jspecify.annotations.NullMarked;
