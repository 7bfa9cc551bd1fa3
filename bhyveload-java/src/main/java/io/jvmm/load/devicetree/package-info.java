/**
 * Flattened device trees that others made, such as FIT images and overlays: read as hostile input.
 */
@NullMarked
package io.jvmm.load.devicetree;

import org.jspecify.annotations.NullMarked;
