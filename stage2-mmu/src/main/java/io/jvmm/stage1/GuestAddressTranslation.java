package io.jvmm.stage1;

import io.jvmm.lpae.GuestTableMemory;
import io.jvmm.stage1.Stage1Translation.Fault;
import io.jvmm.stage1.Stage1Translation.Translated;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuRegister;
import io.jvmm.vmm.memory.AddressTranslation;
import io.jvmm.vmm.memory.GuestMemory;
import java.util.OptionalLong;

/**
 * Translates by the tables that a vCPU's registers point to at the moment.
 *
 * @param memory the guest's, where its tables are
 * @param physicalBits how many bits of physical address its vCPUs claim to have, 32 to 52: on KVM,
 *     what the virtual machine was made with
 */
public record GuestAddressTranslation(GuestMemory memory, int physicalBits)
    implements AddressTranslation {
  @Override
  public OptionalLong toGuestPhysical(Vcpu vcpu, long virtualAddress) {
    Stage1Walker walker = new Stage1Walker(registers(vcpu), new GuestTableMemory(memory));
    return switch (walker.translate(virtualAddress)) {
      case Translated(long ipa, _, _) -> OptionalLong.of(ipa);
      case Fault _ -> OptionalLong.empty();
    };
  }

  private Stage1Registers registers(Vcpu vcpu) {
    return new Stage1Registers(
        vcpu.register(VcpuRegister.TTBR0_EL1),
        vcpu.register(VcpuRegister.TTBR1_EL1),
        vcpu.register(VcpuRegister.TCR_EL1),
        vcpu.register(VcpuRegister.SCTLR_EL1),
        physicalBits);
  }
}
