package io.jvmm.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.VcpuRegister;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisterIdsTest {
  @ParameterizedTest
  @CsvSource({
    "X0, 6030000000100000",
    "X1, 6030000000100002",
    "X30, 603000000010003c",
    "SP_EL0, 603000000010003e",
    "PC, 6030000000100040",
    "PSTATE, 6030000000100042",
    "SP_EL1, 6030000000100044",
    "ELR_EL1, 6030000000100046",
    "MPIDR_EL1, 603000000013c005",
    "ID_AA64MMFR0_EL1, 603000000013c038"
  })
  void areTheNumbersOfTheKernelsRegisterList(VcpuRegister register, String id) {
    assertThat(RegisterIds.of(register)).isEqualTo(Long.parseLong(id, 16));
  }

  @ParameterizedTest
  @CsvSource({"0, 6080000000150000", "1, 6080000000150020", "31, 60800000001503e0"})
  void scalableVectorsAreTheNumbersOfTheKernelsRegisterList(int n, String id) {
    assertThat(RegisterIds.scalableVector(n)).isEqualTo(Long.parseLong(id, 16));
  }

  @Test
  void noTwoRegistersShareOne() {
    assertThat(Arrays.stream(VcpuRegister.values()).map(RegisterIds::of)).doesNotHaveDuplicates();
  }
}
