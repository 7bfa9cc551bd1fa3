/** Tests of the whole: the layout of the code here, what needs a machine in the packages below. */
@NullMarked
package io.jvmm.it;

import org.jspecify.annotations.NullMarked;
