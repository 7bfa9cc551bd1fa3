/** FAT file systems, as EFI system partitions have them: FAT12, FAT16 and FAT32 with long names. */
@NullMarked
package io.jvmm.load.disk.fat;

import org.jspecify.annotations.NullMarked;
