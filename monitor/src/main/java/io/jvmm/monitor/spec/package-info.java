/** The JSON form of a machine's specification: strict reader and schema. */
@NullMarked
package io.jvmm.monitor.spec;

import org.jspecify.annotations.NullMarked;
