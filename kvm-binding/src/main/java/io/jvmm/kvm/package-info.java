/**
 * KVM behind the hypervisor interface. {@link io.jvmm.kvm.KvmProvider} opens {@code /dev/kvm}; from
 * there each of KVM's file descriptors has a class of its own, all of them calling through {@link
 * io.jvmm.kvm.KvmFd}, and that through {@link io.jvmm.linux.libc.Libc}. Structures and constants
 * are the generated ones of {@code io.jvmm.kvm.uapi}. The interface itself is described in the
 * kernel's Documentation/virt/kvm/api.rst.
 */
@NullMarked
package io.jvmm.kvm;

import org.jspecify.annotations.NullMarked;
