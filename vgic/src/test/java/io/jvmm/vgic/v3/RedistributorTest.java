package io.jvmm.vgic.v3;

import static io.jvmm.vgic.v3.GicrRegister.GICR_ICFGR0;
import static io.jvmm.vgic.v3.GicrRegister.GICR_ICFGR1;
import static io.jvmm.vgic.v3.GicrRegister.GICR_ISENABLER0;
import static io.jvmm.vgic.v3.GicrRegister.GICR_ISPENDR0;
import static io.jvmm.vgic.v3.GicrRegister.GICR_PENDBASER;
import static io.jvmm.vgic.v3.GicrRegister.GICR_PROPBASER;
import static io.jvmm.vgic.v3.GicrRegister.GICR_TYPER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.mmio.Access;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RedistributorTest {
  private final TestGic gic = new TestGic(2);

  @ParameterizedTest
  @EnumSource
  void everyRegisterHasTheResetValueOfItsRow(GicrRegister register) {
    if (register != GICR_TYPER) {
      assertThat(gic.read(1, register)).isEqualTo(register.reset());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsReadOnlyOrUnimplementedIgnoresWrites(GicrRegister register) {
    switch (register.mode()) {
      case READ_WRITE, WRITE_ONLY -> {}
      case READ_ONLY, RAZ_WI -> {
        long before = gic.read(0, register);
        gic.write(0, register, ~before);
        assertThat(gic.read(0, register)).isEqualTo(before);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0x00000000_00000000",
    "15, 0x0000000f_00000f00",
    "16, 0x00000100_00001000",
    "40, 0x00000208_00002810",
    "41, 0x00000209_00002900",
    "63, 0x0000030f_00003f10"
  })
  void typerSaysAffinityNumberAndWhetherItIsTheLastOfItsRegion(int vcpu, String type) {
    TestGic many = new TestGic(new GicV3Config(64, List.of(41, 23)));

    long value =
        many.model.redistributor(new VcpuId(vcpu)).read(new Access(GICR_TYPER.offset(), 8));

    assertThat(value).isEqualTo(Long.decode(type.replace("_", "")));
  }

  @Test
  void typerCanBeReadByHalves() {
    TestGic many = new TestGic(17);

    assertThat(many.read(16, GICR_TYPER)).isEqualTo(0x1010);
    assertThat(TestGic.read(many.model.redistributor(new VcpuId(16)), GICR_TYPER.offset() + 4))
        .isEqualTo(0x100);
  }

  @Test
  void eachProcessorHasItsOwnPrivateInterrupts() {
    gic.write(0, GICR_ISENABLER0, 1 << 20);

    assertThat(gic.read(0, GICR_ISENABLER0)).isEqualTo(0x10_ffff);
    assertThat(gic.read(1, GICR_ISENABLER0)).isEqualTo(0xffff);
  }

  @Test
  void aPpiIsPendingAsLongAsItsInputIsAsserted() {
    gic.model.setPrivateLine(new VcpuId(1), IntId.ppi(11), true);
    assertThat(gic.read(1, GICR_ISPENDR0)).isEqualTo(1 << 27);
    assertThat(gic.read(0, GICR_ISPENDR0)).isZero();

    gic.model.setPrivateLine(new VcpuId(1), IntId.ppi(11), false);
    assertThat(gic.read(1, GICR_ISPENDR0)).isZero();
  }

  @Test
  void onlyPpisHavePrivateInputs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gic.model.setPrivateLine(new VcpuId(0), IntId.spi(0), true));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gic.model.setPrivateLine(new VcpuId(0), new IntId(3), true));
  }

  @Test
  void theTriggersOfPrivateInterruptsAreFixed() {
    gic.write(0, GICR_ICFGR0, 0);
    gic.write(0, GICR_ICFGR1, 0xffff_ffffL);

    assertThat(gic.read(0, GICR_ICFGR0)).isEqualTo(0xaaaa_aaaaL);
    assertThat(gic.read(0, GICR_ICFGR1)).isZero();
  }

  @Test
  void thePropertyTableIsCommonToAllAndThePendingTableIsNot() {
    gic.write(0, GICR_PROPBASER, 0x4000_001f);
    gic.write(0, GICR_PENDBASER, 0x5000_0000);

    assertThat(gic.read(1, GICR_PROPBASER)).isEqualTo(0x4000_001f);
    assertThat(gic.read(1, GICR_PENDBASER)).isZero();
  }

  @Test
  void reservedBitsOfTheTablesRegistersReadAsZero() {
    Access table = new Access(GICR_PENDBASER.offset(), 8);

    gic.model.redistributor(new VcpuId(0)).write(table, -1);

    assertThat(gic.model.redistributor(new VcpuId(0)).read(table))
        .isEqualTo(0x070f_ffff_ffff_0f80L);
  }
}
