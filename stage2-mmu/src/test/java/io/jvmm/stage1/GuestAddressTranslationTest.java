package io.jvmm.stage1;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.VcpuRegister;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.testkit.ArrayGuestMemory;
import io.jvmm.vmm.testkit.FakeVcpu;
import org.junit.jupiter.api.Test;

class GuestAddressTranslationTest {
  private static final long RAM = 0x4000_0000L;

  /** 39 bits, outputs of 40. */
  private static final long TCR = 0b010L << 32 | 25;

  private final ArrayGuestMemory memory = new ArrayGuestMemory(AddressRange.of(RAM, 0x1_0000));
  private final GuestAddressTranslation translation = new GuestAddressTranslation(memory, 40);
  private final FakeVcpu vcpu = new FakeVcpu();

  @Test
  void theTablesAreThoseOfTheVcpusRegistersInItsMemory() {
    turnOn(RAM);
    memory.writable(RAM + 8, 8).set(JAVA_LONG, 0, 0x4000_0401L); // the second GiB, as it is

    assertThat(translation.toGuestPhysical(vcpu, 0x4123_4567L)).hasValue(0x4123_4567L);
    assertThat(translation.toGuestPhysical(vcpu, 0x1000)).isEmpty();
  }

  @Test
  void tablesOutsideOfMemoryMapNothing() {
    turnOn(0x8000_0000L);

    assertThat(translation.toGuestPhysical(vcpu, 0)).isEmpty();
  }

  @Test
  void beforeTheGuestTurnsTranslationOnAddressesArePhysical() {
    assertThat(translation.toGuestPhysical(vcpu, 0x900_0000)).hasValue(0x900_0000);
    assertThat(translation.toGuestPhysical(vcpu, 1L << 40)).isEmpty();
  }

  private void turnOn(long tables) {
    vcpu.setRegister(VcpuRegister.SCTLR_EL1, 1);
    vcpu.setRegister(VcpuRegister.TCR_EL1, TCR);
    vcpu.setRegister(VcpuRegister.TTBR0_EL1, tables);
  }
}
