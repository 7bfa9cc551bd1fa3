/** Makes kernels, images and compressed files to order. */
@NullMarked
package io.jvmm.load.testkit;

import org.jspecify.annotations.NullMarked;
