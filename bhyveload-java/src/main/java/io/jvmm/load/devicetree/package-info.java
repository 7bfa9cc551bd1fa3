/**
 * Flattened device trees that others made, such as FIT images and overlays: read as hostile input.
 * Overlays are applied, and trees are written as source.
 */
@NullMarked
package io.jvmm.load.devicetree;

import org.jspecify.annotations.NullMarked;
