/** The service-provider interface of hypervisors, vCPU exits, and the loop that answers them. */
@NullMarked
package io.jvmm.vmm;

import org.jspecify.annotations.NullMarked;
