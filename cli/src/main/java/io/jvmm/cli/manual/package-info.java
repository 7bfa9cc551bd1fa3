/**
 * The manual, from what the commands say of themselves: {@link io.jvmm.cli.manual.Page} is what
 * there is to say, and each of the writers says it in another language.
 */
@NullMarked
package io.jvmm.cli.manual;

import org.jspecify.annotations.NullMarked;
