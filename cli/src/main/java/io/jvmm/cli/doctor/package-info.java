/** What a machine has and lacks of what jvmm needs: checks, one class for each kind. */
@NullMarked
package io.jvmm.cli.doctor;

import org.jspecify.annotations.NullMarked;
