/**
 * GICv3 in Java (Arm IHI 0069): register tables, a model of distributor, redistributors and CPU
 * interfaces, and their state as a value that can be saved from, compared between, and restored to
 * this model and the GICv3 that KVM emulates.
 */
@NullMarked
package io.jvmm.vgic.v3;

import org.jspecify.annotations.NullMarked;
