package io.jvmm.mmio.pl031;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.mmio.AlarmClock;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.RegisterMap;
import io.jvmm.vmm.testkit.GeneratedTable;
import io.jvmm.vmm.testkit.RecordingIrq;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Pl031Test {
  private static final int DR = 0x00;
  private static final int MR = 0x04;
  private static final int LR = 0x08;
  private static final int CR = 0x0c;
  private static final int IMSC = 0x10;
  private static final int RIS = 0x14;
  private static final int MIS = 0x18;
  private static final int ICR = 0x1c;

  private long now = 1_750_000_000L;
  private final FakeAlarmClock alarms = new FakeAlarmClock();
  private final RecordingIrq irq = new RecordingIrq();
  private final Pl031 rtc = new Pl031(() -> Instant.ofEpochSecond(now), alarms, irq);

  private long read(int offset) {
    return rtc.read(new Access(offset, 4));
  }

  private void write(int offset, long value) {
    rtc.write(new Access(offset, 4), value);
  }

  @Test
  void itShowsTheHostsTime() {
    assertThat(read(DR)).isEqualTo(1_750_000_000L);
    now++;
    assertThat(read(DR)).isEqualTo(1_750_000_001L);
  }

  @Test
  void theGuestCanSetIt() {
    write(LR, 100);
    now += 5;

    assertThat(read(DR)).isEqualTo(105);
    assertThat(read(LR)).isEqualTo(100);
  }

  @Test
  void timesPast2038AreUnsigned() {
    now = 0xf000_0000L;

    assertThat(read(DR)).isEqualTo(0xf000_0000L);
  }

  @Test
  void timesPast2106Wrap() {
    now = 0x1_0000_0003L;

    assertThat(read(DR)).isEqualTo(3);
  }

  @Test
  void itIsStartedAndCannotBeStopped() {
    write(CR, 0);

    assertThat(read(CR)).isEqualTo(1);
  }

  @Test
  void anAlarmStandsFromItsTimeOnUntilItIsCleared() {
    write(MR, now + 2);
    now++;
    assertThat(read(RIS)).isZero();
    now += 10;
    assertThat(read(RIS)).isEqualTo(1);

    write(ICR, 1);
    assertThat(read(RIS)).isZero();
  }

  @Test
  void anAlarmInThePastDoesNotGoOff() {
    write(MR, now - 1);
    now += 1000;

    assertThat(read(RIS)).isZero();
  }

  @Test
  void anAlarmAtThisVerySecondGoesOff() {
    write(MR, now);

    assertThat(read(RIS)).isEqualTo(1);
  }

  @Test
  void settingTheClockPastTheAlarmDoesNotSetItOff() {
    write(MR, now + 10);

    write(LR, now + 20);

    assertThat(read(RIS)).isZero();
  }

  @Test
  void theMaskLetsTheAlarmThroughToMis() {
    write(MR, now);
    assertThat(read(MIS)).isZero();

    write(IMSC, 0xffff_ffffL);
    assertThat(read(IMSC)).isEqualTo(1);
    assertThat(read(MIS)).isEqualTo(1);
  }

  @Test
  void anUnmaskedAlarmWakesTheClockAndAssertsTheLine() {
    write(MR, now + 2);
    write(IMSC, 1);
    assertThat(alarms.delay()).isEqualTo(Duration.ofSeconds(2));
    assertThat(irq.isAsserted()).isFalse();

    now += 2;
    alarms.ring();

    assertThat(irq.isAsserted()).isTrue();
    assertThat(alarms.isSet()).isFalse();
  }

  @Test
  void clearingTheAlarmDeassertsTheLine() {
    write(MR, now);
    write(IMSC, 1);
    assertThat(irq.isAsserted()).isTrue();

    write(ICR, 1);

    assertThat(irq.isAsserted()).isFalse();
  }

  @Test
  void aMaskedAlarmWakesNobody() {
    write(MR, now + 2);

    assertThat(alarms.isSet()).isFalse();
  }

  @Test
  void maskingTheAlarmCancelsIt() {
    write(MR, now + 2);
    write(IMSC, 1);

    write(IMSC, 0);

    assertThat(alarms.isSet()).isFalse();
  }

  @Test
  void aDistantAlarmIsLookedAfterEveryMinute() {
    write(MR, now + 3600);
    write(IMSC, 1);
    assertThat(alarms.delay()).isEqualTo(Duration.ofSeconds(60));

    now += 60;
    alarms.ring();

    assertThat(irq.isAsserted()).isFalse();
    assertThat(alarms.isSet()).isTrue();
  }

  @Test
  void aHostClockThatWasSetForwardBringsTheAlarm() {
    write(MR, now + 3600);
    write(IMSC, 1);

    now += 4000;
    alarms.ring();

    assertThat(irq.isAsserted()).isTrue();
  }

  @Test
  void theAlarmFollowsTheGuestsTime() {
    write(LR, 1000);
    write(MR, 1005);
    write(IMSC, 1);

    assertThat(alarms.delay()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void theIdentificationIsThatOfAPl031() {
    byte[] id = new byte[8];
    for (int i = 0; i < 8; i++) {
      id[i] = (byte) read(0xfe0 + 4 * i);
    }

    assertThat(HexFormat.of().formatHex(id)).isEqualTo("311004000df005b1");
  }

  @Test
  void itsNodeIsWhatLinuxLooksFor() {
    DeviceTreeNode node =
        Pl031.describe(AddressRange.of(0x901_0000, Pl031.WINDOW_SIZE), IntId.spi(2), 7);

    assertThat(node.name()).isEqualTo("rtc@9010000");
    assertThat(node.properties().keySet())
        .containsExactly("reg", "compatible", "interrupts", "clocks", "clock-names");
    assertThat(node.properties().get("compatible"))
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("arm,pl031\0arm,primecell\0");
  }

  @Test
  void itsIdentificationCanBeReadByteByByte() {
    Access partNumber = new Access(0xfe0, 1);

    assertThat(rtc.accepts(partNumber)).isTrue();
    assertThat(rtc.read(partNumber)).isEqualTo(0x31);
    assertThat(rtc.accepts(new Access(0xfe1, 1))).isFalse();
  }

  @Test
  void onlyWordsAreAccepted() {
    assertThat(rtc.accepts(new Access(DR, 4))).isTrue();
    assertThat(rtc.accepts(new Access(DR, 2))).isFalse();
    assertThat(rtc.accepts(new Access(DR, 8))).isFalse();
    assertThat(rtc.accepts(new Access(0x20, 4))).isFalse();
  }

  @Test
  void whateverTheGuestDoesRegistersStayInTheirBits() {
    SplittableRandom random = new SplittableRandom(20260101);
    for (int i = 0; i < 200_000; i++) {
      Access access = new Access(random.nextInt(0x1010), 1 << random.nextInt(4));
      now += random.nextInt(3) == 0 ? random.nextLong() : 1;
      now &= 0xf_ffff_ffffL;
      if (rtc.accepts(access)) {
        rtc.write(access, random.nextInt() & 0xffff_ffffL);
        assertThat(rtc.read(access) >>> 32).isZero();
      }
      boolean pending = read(MIS) == 1; // this is when the clock looks
      assertThat(irq.isAsserted()).isEqualTo(pending);
      assertThat(read(RIS) | read(MIS) | read(IMSC)).isBetween(0L, 1L);
    }
  }

  /** Rings when the test says so. */
  private static final class FakeAlarmClock implements AlarmClock {
    private Optional<Runnable> action = Optional.empty();
    private Duration delay = Duration.ZERO;

    @Override
    public Alarm after(Duration wait, Runnable then) {
      action = Optional.of(then);
      delay = wait;
      return () -> action = Optional.empty();
    }

    boolean isSet() {
      return action.isPresent();
    }

    Duration delay() {
      assertThat(action).isPresent();
      return delay;
    }

    void ring() {
      action.orElseThrow().run();
    }
  }

  @Test
  void theDocumentationHasItsRegisters() throws Exception {
    GeneratedTable.ofDevice("pl031.md")
        .requireRegisters(RegisterMap.of(Pl031Register.class).rows());
  }
}
