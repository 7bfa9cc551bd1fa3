/**
 * The file systems ext2, ext3 and ext4 (Linux, Documentation/filesystems/ext4), with what is in
 * their journal but not yet in its place.
 */
@NullMarked
package io.jvmm.load.disk.ext;

import org.jspecify.annotations.NullMarked;
