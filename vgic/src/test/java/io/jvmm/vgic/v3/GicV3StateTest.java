package io.jvmm.vgic.v3;

import static io.jvmm.vgic.v3.IccRegister.ICC_CTLR_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_IAR1_EL1;
import static io.jvmm.vgic.v3.IccRegister.ICC_SGI1R_EL1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.irq.IntId;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GicV3StateTest {
  private final TestGic gic = TestGic.ready(2);

  @Test
  void aStateIsDescribedWithWhatDiffersFromReset() {
    gic.edge(7);
    gic.route(7, 0x8000_0000L);
    gic.enable(7, 0x40);
    gic.line(7, true);
    gic.cpu(0).read(ICC_IAR1_EL1);
    gic.route(3, 1);
    gic.raise(3, 0xa0);
    gic.set(GicdRegister.GICD_ISPENDR, 3);
    gic.cpu(0).write(ICC_SGI1R_EL1, 5L << 24 | 0b10);
    gic.model.setPrivateLine(new VcpuId(1), IntId.ppi(11), true);

    assertThat(gic.model.save().describe())
        .isEqualTo(
            """
            distributor: ctlr 0x53, iidr 0x4a000000, 64 SPIs
              SPI 3 (35) group 1, enabled, level, pending (latch, line), priority 0xa0, to 0.0.1
              SPI 7 (39) group 1, enabled, edge, active, priority 0x40, to any PE
            redistributor 0 at 0.0.0: ctlr 0x0, propbaser 0x0, pendbaser 0x0
              cpu interface: ctlr 0x400, pmr 0xf8, bpr 2/3, groups enabled 0 and 1, active 0x00000000/0x00000100
            redistributor 1 at 0.0.1: ctlr 0x0, propbaser 0x0, pendbaser 0x0
              cpu interface: ctlr 0x400, pmr 0xf8, bpr 2/3, groups enabled 0 and 1, active 0x00000000/0x00000000
              SGI 5 group 1, enabled, edge, pending (latch), priority 0x00
              PPI 11 (27) group 1, disabled, level, pending (line), priority 0x00
            """);
  }

  @Test
  void anItsIsDescribedToo() {
    List<Long> tables = LongStream.range(0, 8).boxed().toList();

    String text = gic.model.save().with(new ItsState(1, 2, 3, 4, 5, tables)).describe();

    assertThat(text)
        .endsWith(
            """
            its: ctlr 0x00000001, iidr 0x00000002, cbaser 0x3, cwriter 0x4, creadr 0x5
              tables: 0x0 0x1 0x2 0x3 0x4 0x5 0x6 0x7
            """);
  }

  @Test
  void anotherModelCanTakeOverAndGoesOnSignalling() {
    gic.raise(3, 0xa0);
    TestGic other = new TestGic(2);

    other.model.restore(gic.model.save());

    assertThat(other.model.save()).isEqualTo(gic.model.save());
    assertThat(other.signals).containsExactly("vcpu0 IRQ up");
  }

  @Test
  void aStateOfAnotherSizeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TestGic(3).model.restore(gic.model.save()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TestGic(GicV3Config.of(2, 64)).model.restore(gic.model.save()));
  }

  @Test
  void savingThroughAttributesGivesWhatSavingTheModelGives() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(69);
    for (int round = 0; round < 20; round++) {
      TestGic scrambled = scrambled(random);

      assertThat(transfer(scrambled).save()).isEqualTo(scrambled.model.save());
    }
  }

  @Test
  void restoringThroughAttributesLeavesNothingOfWhatWasBefore() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(70);
    for (int round = 0; round < 20; round++) {
      GicV3State wanted = scrambled(random).model.save();
      TestGic other = scrambled(random);

      transfer(other).restore(wanted);

      assertThat(other.model.save()).isEqualTo(wanted);
    }
  }

  @Test
  void aStateOfAnotherSizeIsRefusedThroughAttributesToo() {
    GicV3State state = gic.model.save();

    assertThatIllegalArgumentException().isThrownBy(() -> transfer(new TestGic(3)).restore(state));
  }

  @Test
  void moreBitsOfPriorityThanTheHostHasAreRefused() {
    RedistributorState first = gic.model.save().redistributors().getFirst();
    CpuInterfaceState cpu = first.cpu();
    CpuInterfaceState sevenBits =
        new CpuInterfaceState(
            0x600, cpu.pmr(), 2, 3, false, false, List.of(0, 0, 0, 0), List.of(0, 0, 0, 0));
    GicV3Attributes attributes = transfer(gic).attributes();

    assertThatExceptionOfType(HostException.class)
        .isThrownBy(() -> new CpuInterfaceTransfer(attributes, 0).restore(sevenBits))
        .withMessageContaining("7 bits of priority, this host's has 5");
  }

  @Test
  void attributesThatAreNotStateAreRefused() {
    GicV3Device device = new GicV3Device(gic.model);

    assertThat(device.hasAttribute(6, IccRegister.ICC_IAR1_EL1.id().encoding())).isFalse();
    assertThat(device.hasAttribute(6, ICC_CTLR_EL1.id().encoding())).isTrue();
    assertThat(device.hasAttribute(1, 0x4000)).isFalse();
    assertThat(device.hasAttribute(0, 0)).isFalse();
    assertThat(device.hasAttribute(5, 0x7f_0000_0000L)).as("nobody's affinity").isFalse();
    assertThat(device.hasAttribute(7, 33)).as("no multiple of 32").isFalse();
    assertThatExceptionOfType(HostException.class)
        .isThrownBy(() -> device.attribute32(5, 0x7f_0000_0000L))
        .withMessageContaining("group 5, attribute 0x7f00000000");
    assertThatExceptionOfType(HostException.class).isThrownBy(() -> device.attribute(1, 0));
    assertThatExceptionOfType(HostException.class).isThrownBy(() -> device.command(4, 0));
  }

  private static GicV3Transfer transfer(TestGic gic) {
    GicV3Attributes attributes = new GicV3Attributes(new GicV3Device(gic.model));
    return new GicV3Transfer(attributes, gic.model.config());
  }

  private static TestGic scrambled(RandomGenerator random) {
    TestGic gic = TestGic.ready(2);
    for (int i = 0; i < 400; i++) {
      int spi = random.nextInt(64);
      switch (random.nextInt(6)) {
        case 0 -> gic.raise(spi, random.nextInt(256));
        case 1 -> gic.edge(spi);
        case 2 -> gic.route(spi, random.nextLong());
        case 3 -> gic.line(spi, random.nextBoolean());
        case 4 -> gic.cpu(random.nextInt(2)).read(ICC_IAR1_EL1);
        default -> gic.cpu(0).write(ICC_SGI1R_EL1, random.nextLong());
      }
    }
    return gic;
  }
}
