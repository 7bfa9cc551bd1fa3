/**
 * The release as packages. {@link io.jvmm.packaging.Packages} says which there are, {@link
 * io.jvmm.packaging.FileSet} is what goes into one, and the other types write the formats.
 */
@NullMarked
package io.jvmm.packaging;

import org.jspecify.annotations.NullMarked;
