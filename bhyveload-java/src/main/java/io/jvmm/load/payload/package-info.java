/** Where a region's bytes come from, and how they get into guest memory. */
@NullMarked
package io.jvmm.load.payload;

import org.jspecify.annotations.NullMarked;
