package io.jvmm.kvm;

import static io.jvmm.kvm.uapi.LinuxKvm.JVMM_REG_ELR_EL1;
import static io.jvmm.kvm.uapi.LinuxKvm.JVMM_REG_MPIDR_EL1;
import static io.jvmm.kvm.uapi.LinuxKvm.JVMM_REG_PC;
import static io.jvmm.kvm.uapi.LinuxKvm.JVMM_REG_PSTATE;
import static io.jvmm.kvm.uapi.LinuxKvm.JVMM_REG_SP_EL0;
import static io.jvmm.kvm.uapi.LinuxKvm.JVMM_REG_SP_EL1;
import static io.jvmm.kvm.uapi.LinuxKvm.JVMM_REG_X0;

import io.jvmm.vmm.VcpuRegister;

/** The numbers that KVM_GET_ONE_REG and KVM_SET_ONE_REG know registers by. */
final class RegisterIds {
  /** Core registers are counted in 32-bit words. */
  private static final long WORDS_PER_X_REGISTER = 2;

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
    };
  }

  private static long generalPurpose(VcpuRegister register) {
    return JVMM_REG_X0() + WORDS_PER_X_REGISTER * register.compareTo(VcpuRegister.X0);
  }
}
