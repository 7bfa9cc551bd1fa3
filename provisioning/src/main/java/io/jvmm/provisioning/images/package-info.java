/** The guest images that specifications name: recipes, and the store that builds them once. */
@NullMarked
package io.jvmm.provisioning.images;

import org.jspecify.annotations.NullMarked;
