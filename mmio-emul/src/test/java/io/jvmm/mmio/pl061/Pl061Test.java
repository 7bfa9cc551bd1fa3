package io.jvmm.mmio.pl061;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.RegisterMap;
import io.jvmm.vmm.testkit.GeneratedTable;
import io.jvmm.vmm.testkit.RecordingIrq;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Pl061Test {
  private static final int DATA = 0x3fc; // all lines
  private static final int DIR = 0x400;
  private static final int IS = 0x404;
  private static final int IBE = 0x408;
  private static final int IEV = 0x40c;
  private static final int IE = 0x410;
  private static final int RIS = 0x414;
  private static final int MIS = 0x418;
  private static final int IC = 0x41c;
  private static final int AFSEL = 0x420;
  private static final long LINE_3 = 1 << 3;

  private final RecordingIrq irq = new RecordingIrq();
  private final Pl061 gpio = new Pl061(irq);

  private long read(int offset) {
    return gpio.read(new Access(offset, 4));
  }

  private void write(int offset, long value) {
    gpio.write(new Access(offset, 4), value);
  }

  @Test
  void aLineReadsAsItIsDriven() {
    gpio.drive(3, true);
    gpio.drive(5, true);
    gpio.drive(5, false);

    assertThat(read(DATA)).isEqualTo(LINE_3);
  }

  @Test
  void theAddressSelectsTheLinesThatALoadSees() {
    for (int line = 0; line < 8; line++) {
      gpio.drive(line, true);
    }

    assertThat(read(0x0f << 2)).isEqualTo(0x0f);
    assertThat(read(0)).isZero();
  }

  @Test
  void theAddressSelectsTheLinesThatAStoreChanges() {
    write(DIR, 0xff);
    write(DATA, 0xf0);

    write(0x3c << 2, 0x0f);

    assertThat(read(DATA)).isEqualTo(0xcc);
  }

  @Test
  void storingToAnInputDoesNothing() {
    write(DIR, 0x0f);

    write(DATA, 0xff);

    assertThat(read(DATA)).isEqualTo(0x0f);
  }

  @Test
  void drivingAnOutputDoesNothingUntilItIsAnInput() {
    write(DIR, LINE_3);
    gpio.drive(3, true);
    assertThat(read(DATA)).isZero();

    write(DIR, 0);
    assertThat(read(DATA)).isEqualTo(LINE_3);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, true", "0, 0, false", "1, 0, true", "1, 1, true"})
  void aRisingEdgeInterruptsAsProgrammed(long both, long rising, boolean interrupts) {
    write(IBE, both * LINE_3);
    write(IEV, rising * LINE_3);
    write(IE, LINE_3);

    gpio.drive(3, true);

    assertThat(irq.isAsserted()).isEqualTo(interrupts);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, false", "0, 0, true", "1, 0, true", "1, 1, true"})
  void aFallingEdgeInterruptsAsProgrammed(long both, long rising, boolean interrupts) {
    gpio.drive(3, true);
    write(IC, 0xff);
    write(IBE, both * LINE_3);
    write(IEV, rising * LINE_3);
    write(IE, LINE_3);

    gpio.drive(3, false);

    assertThat(irq.isAsserted()).isEqualTo(interrupts);
  }

  @Test
  void anEdgeStandsUntilItIsCleared() {
    write(IEV, LINE_3);
    write(IE, LINE_3);
    gpio.drive(3, true);
    gpio.drive(3, false);
    assertThat(read(MIS)).isEqualTo(LINE_3);

    write(IC, LINE_3);

    assertThat(read(RIS)).isZero();
    assertThat(irq.isAsserted()).isFalse();
  }

  @Test
  void drivingALineToTheLevelItHasIsNoEdge() {
    write(IBE, 0xff);

    gpio.drive(3, false);

    assertThat(read(RIS)).isZero();
  }

  @Test
  void aLevelInterruptLastsAsLongAsTheLevel() {
    write(IS, LINE_3);
    write(IEV, LINE_3);
    write(IE, LINE_3);

    gpio.drive(3, true);
    write(IC, LINE_3);
    assertThat(irq.isAsserted()).isTrue();

    gpio.drive(3, false);
    assertThat(irq.isAsserted()).isFalse();
  }

  @Test
  void aLowLevelInterruptsTooWhereItIsWanted() {
    write(IS, LINE_3);
    write(IE, LINE_3);
    assertThat(irq.isAsserted()).isTrue();

    gpio.drive(3, true);
    assertThat(irq.isAsserted()).isFalse();
  }

  @Test
  void aMaskedLineShowsInRisOnly() {
    write(IBE, LINE_3);

    gpio.drive(3, true);

    assertThat(read(RIS)).isEqualTo(LINE_3);
    assertThat(read(MIS)).isZero();
    assertThat(irq.risingEdges()).isZero();
  }

  @Test
  void outputsDoNotInterrupt() {
    write(DIR, LINE_3);
    write(IBE, LINE_3);
    write(IE, LINE_3);

    write(DATA, LINE_3);

    assertThat(irq.risingEdges()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0x400", "0x404", "0x408", "0x40c", "0x410", "0x420"})
  void registersKeepEightBits(String offset) {
    write(Integer.decode(offset), 0xffff_ffa5L);

    assertThat(read(Integer.decode(offset))).isEqualTo(0xa5);
  }

  @Test
  void theResetStateIsAllZero() {
    for (int offset : new int[] {DATA, DIR, IS, IBE, IEV, IE, RIS, MIS, AFSEL}) {
      assertThat(read(offset)).isZero();
    }
  }

  @Test
  void theIdentificationIsThatOfAPl061() {
    byte[] id = new byte[8];
    for (int i = 0; i < 8; i++) {
      id[i] = (byte) read(0xfe0 + 4 * i);
    }

    assertThat(HexFormat.of().formatHex(id)).isEqualTo("611004000df005b1");
  }

  @Test
  void registersAreAccessedFromTheirFirstByteOnAndAreNoDoublewords() {
    assertThat(gpio.accepts(new Access(LINE_3 << 2, 1))).isTrue();
    assertThat(gpio.accepts(new Access(1, 1))).isFalse();
    assertThat(gpio.accepts(new Access(0, 8))).isFalse();
    assertThat(gpio.accepts(new Access(0x424, 4))).isFalse();
  }

  @Test
  void itsNodeIsWhatLinuxLooksFor() {
    DeviceTreeNode node =
        Pl061.describe(AddressRange.of(0x903_0000, Pl061.WINDOW_SIZE), IntId.spi(7), 2, 3);

    assertThat(node.name()).isEqualTo("gpio@9030000");
    assertThat(node.properties().get("compatible"))
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("arm,pl061\0arm,primecell\0");
    assertThat(node.properties()).containsKeys("gpio-controller", "interrupt-controller");
    assertThat(node.properties().get("#gpio-cells")).containsExactly(0, 0, 0, 2);
    assertThat(node.properties().get("phandle")).containsExactly(0, 0, 0, 3);
  }

  @Test
  void whateverTheGuestDoesTheLineFollowsTheRegisters() {
    SplittableRandom random = new SplittableRandom(20260101);
    for (int i = 0; i < 200_000; i++) {
      Access access = new Access(random.nextInt(0x430), 1 << random.nextInt(4));
      gpio.drive(random.nextInt(8), random.nextBoolean());
      if (gpio.accepts(access)) {
        gpio.write(access, random.nextInt() & 0xffff_ffffL);
        assertThat(gpio.read(access)).isBetween(0L, 0xffL);
      }
      assertThat(irq.isAsserted()).isEqualTo(read(MIS) != 0);
    }
  }

  @Test
  void theDocumentationHasItsRegisters() throws Exception {
    GeneratedTable.ofDevice("pl061.md")
        .requireRegisters(RegisterMap.of(Pl061Register.class).rows());
  }
}
