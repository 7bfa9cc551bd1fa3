package io.jvmm.kvm;

import static io.jvmm.kvm.uapi.LinuxKvm.JVMM_REG_CNTVCT_EL0;
import static io.jvmm.kvm.uapi.LinuxKvm.JVMM_REG_ELR_EL1;
import static io.jvmm.kvm.uapi.LinuxKvm.JVMM_REG_MPIDR_EL1;
import static io.jvmm.kvm.uapi.LinuxKvm.JVMM_REG_PC;
import static io.jvmm.kvm.uapi.LinuxKvm.JVMM_REG_PSTATE;
import static io.jvmm.kvm.uapi.LinuxKvm.JVMM_REG_SP_EL0;
import static io.jvmm.kvm.uapi.LinuxKvm.JVMM_REG_SP_EL1;
import static io.jvmm.kvm.uapi.LinuxKvm.JVMM_REG_V0;
import static io.jvmm.kvm.uapi.LinuxKvm.JVMM_REG_X0;
import static io.jvmm.kvm.uapi.LinuxKvm.JVMM_REG_Z0;
import static io.jvmm.kvm.uapi.LinuxKvm.KVM_REG_ARM64;
import static io.jvmm.kvm.uapi.LinuxKvm.KVM_REG_ARM64_SYSREG;
import static io.jvmm.kvm.uapi.LinuxKvm.KVM_REG_ARM64_SYSREG_CRM_SHIFT;
import static io.jvmm.kvm.uapi.LinuxKvm.KVM_REG_ARM64_SYSREG_CRN_SHIFT;
import static io.jvmm.kvm.uapi.LinuxKvm.KVM_REG_ARM64_SYSREG_OP0_SHIFT;
import static io.jvmm.kvm.uapi.LinuxKvm.KVM_REG_ARM64_SYSREG_OP2_SHIFT;
import static io.jvmm.kvm.uapi.LinuxKvm.KVM_REG_SIZE_U64;

import io.jvmm.vmm.VcpuRegister;

/** The numbers that KVM_GET_ONE_REG and KVM_SET_ONE_REG know registers by. */
final class RegisterIds {
  /** Core registers are counted in 32-bit words. */
  private static final long WORDS_PER_X_REGISTER = 2;

  private static final long WORDS_PER_V_REGISTER = 4;

  private static final int Z_REGISTER_SHIFT = 5;

  private RegisterIds() {}

  static long of(VcpuRegister register) {
    return switch (register) {
      case X0, X1, X2, X3, X4, X5, X6, X7, X8, X9, X10, X11, X12, X13, X14, X15 ->
          generalPurpose(register);
      case X16, X17, X18, X19, X20, X21, X22, X23, X24, X25, X26, X27, X28, X29, X30 ->
          generalPurpose(register);
      case SP_EL0 -> JVMM_REG_SP_EL0();
      case SP_EL1 -> JVMM_REG_SP_EL1();
      case PC -> JVMM_REG_PC();
      case PSTATE -> JVMM_REG_PSTATE();
      case ELR_EL1 -> JVMM_REG_ELR_EL1();
      case MPIDR_EL1 -> JVMM_REG_MPIDR_EL1();
      case ID_AA64MMFR0_EL1 -> system(0, 7, 0);
      case SCTLR_EL1 -> system(1, 0, 0);
      case TCR_EL1 -> system(2, 0, 2);
      case TTBR0_EL1 -> system(2, 0, 0);
      case TTBR1_EL1 -> system(2, 0, 1);
      case CNTVCT_EL0 -> JVMM_REG_CNTVCT_EL0();
    };
  }

  /** The 128-bit vector register {@code n}, 0 to 31. */
  static long vector(int n) {
    return JVMM_REG_V0() + WORDS_PER_V_REGISTER * n;
  }

  /** The scalable vector register {@code n}, 0 to 31, whole. */
  static long scalableVector(int n) {
    return JVMM_REG_Z0() | (long) n << Z_REGISTER_SHIFT;
  }

  /** A 64-bit EL1 system register, by the fields of the instruction that reads it. */
  static long system(int crn, int crm, int op2) {
    return KVM_REG_ARM64()
        | KVM_REG_SIZE_U64()
        | KVM_REG_ARM64_SYSREG()
        | 3L << KVM_REG_ARM64_SYSREG_OP0_SHIFT()
        | (long) crn << KVM_REG_ARM64_SYSREG_CRN_SHIFT()
        | (long) crm << KVM_REG_ARM64_SYSREG_CRM_SHIFT()
        | (long) op2 << KVM_REG_ARM64_SYSREG_OP2_SHIFT();
  }

  private static long generalPurpose(VcpuRegister register) {
    return JVMM_REG_X0() + WORDS_PER_X_REGISTER * register.compareTo(VcpuRegister.X0);
  }
}
