package io.jvmm.kvm;

import static io.jvmm.linux.libc.Diagnosis.row;
import static io.jvmm.linux.libc.Errno.E2BIG;
import static io.jvmm.linux.libc.Errno.EACCES;
import static io.jvmm.linux.libc.Errno.EBUSY;
import static io.jvmm.linux.libc.Errno.EEXIST;
import static io.jvmm.linux.libc.Errno.EFAULT;
import static io.jvmm.linux.libc.Errno.EINVAL;
import static io.jvmm.linux.libc.Errno.EIO;
import static io.jvmm.linux.libc.Errno.ENODEV;
import static io.jvmm.linux.libc.Errno.ENOENT;
import static io.jvmm.linux.libc.Errno.ENOEXEC;
import static io.jvmm.linux.libc.Errno.ENOSYS;
import static io.jvmm.linux.libc.Errno.ENOTTY;
import static io.jvmm.linux.libc.Errno.ENXIO;
import static io.jvmm.linux.libc.Errno.EPERM;

import io.jvmm.linux.libc.Diagnosis;
import io.jvmm.vmm.error.HostException;
import java.util.Map;

/** What a failed call of KVM's most likely means, and what to do about it. */
final class KvmDiagnosis {
  private static final String NO_KVM_DRIVER =
      "this host has no KVM: boot a kernel that has it, at EL2 (the kernel's log says what became of"
          + " kvm); in a container, pass /dev/kvm in";
  private static final String NOT_PERMITTED =
      "this user may not use KVM: add it to the group that owns /dev/kvm, which is kvm as a rule,"
          + " and log in again";

  /** What errors mean, by call. */
  static final Diagnosis TABLE =
      new Diagnosis(
          Map.ofEntries(
              row("open", ENOENT, NO_KVM_DRIVER),
              row("open", ENXIO, NO_KVM_DRIVER),
              row("open", ENODEV, NO_KVM_DRIVER),
              row("open", EACCES, NOT_PERMITTED),
              row("open", EPERM, NOT_PERMITTED),
              row(
                  "KVM_CREATE_VM",
                  EINVAL,
                  "the host cannot give a guest an address space of this size: ask for fewer bits"),
              row(
                  "KVM_SET_USER_MEMORY_REGION",
                  EINVAL,
                  "address, size or memory is no multiple of the host's page size"),
              row(
                  "KVM_SET_USER_MEMORY_REGION",
                  EFAULT,
                  "the range does not fit into the guest's address space"),
              row(
                  "KVM_SET_USER_MEMORY_REGION",
                  EEXIST,
                  "the range overlaps that of another slot: unmap that one first"),
              row("KVM_CREATE_VCPU", EINVAL, "the host allows fewer vCPUs: ask for fewer"),
              row("KVM_CREATE_VCPU", EEXIST, "a vCPU with this number exists"),
              row(
                  "KVM_CREATE_VCPU",
                  EBUSY,
                  "the interrupt controller is set up already: vCPUs have to be made before it"),
              row(
                  "KVM_ARM_VCPU_INIT",
                  EINVAL,
                  "the host does not support one feature, or other vCPUs have others"),
              row("KVM_ARM_SET_COUNTER_OFFSET", EBUSY, "vCPUs run already: set it before"),
              row(
                  "sched_setaffinity",
                  EINVAL,
                  "the host has no such CPU, or this process may not use it: name others"),
              row("KVM_CREATE_DEVICE", ENODEV, "this host's KVM does not emulate such a device"),
              row("KVM_CREATE_DEVICE", EEXIST, "the machine has an interrupt controller already"),
              row(
                  "KVM_CREATE_DEVICE",
                  E2BIG,
                  "the machine has more vCPUs than this interrupt controller serves"),
              row("KVM_IRQ_LINE", ENXIO, "the machine has no in-kernel interrupt controller yet"),
              row("KVM_IRQ_LINE", EINVAL, "the interrupt controller has no such interrupt"),
              row("KVM_SIGNAL_MSI", ENODEV, "the machine has no ITS"),
              row("KVM_SIGNAL_MSI", EINVAL, "no ITS has its doorbell at this address"),
              row("KVM_SET_DEVICE_ATTR", ENXIO, "the device has no such attribute on this kernel"),
              row("KVM_GET_DEVICE_ATTR", ENXIO, "the device has no such attribute on this kernel"),
              row(
                  "KVM_SET_DEVICE_ATTR",
                  ENODEV,
                  "the interrupt controller has to be started first, and this vCPU initialised"),
              row("KVM_SET_DEVICE_ATTR", EBUSY, "it is too late: vCPUs run, or it was set before"),
              row("KVM_SET_DEVICE_ATTR", EEXIST, "it was set before, or overlaps another frame"),
              row("KVM_GET_ONE_REG", ENOENT, "this vCPU has no such register"),
              row("KVM_SET_ONE_REG", ENOENT, "this vCPU has no such register"),
              row("KVM_SET_ONE_REG", EINVAL, "the host does not allow this value"),
              row("KVM_RUN", EFAULT, "the guest used memory whose backing is gone"),
              row(
                  "KVM_RUN",
                  ENOSYS,
                  "the guest accessed a device with an instruction that this kernel cannot describe"),
              row("KVM_RUN", ENOEXEC, "the vCPU is not initialised"),
              row("KVM_RUN", ENODEV, "the interrupt controller is not initialised"),
              row(ENOTTY, "this kernel does not know the request, or the file is none of KVM's"),
              row(EIO, "the virtual machine belongs to another process")));

  private KvmDiagnosis() {}

  /** The exception for a call that failed; see {@link Diagnosis#failed}. */
  static HostException failed(String call, String arguments, long result) {
    return TABLE.failed(call, arguments, result);
  }
}
