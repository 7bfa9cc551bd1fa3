package io.jvmm.mmio.pl031;

import io.jvmm.mmio.AlarmClock;
import io.jvmm.mmio.primecell.PrimeCellId;
import io.jvmm.mmio.primecell.PrimeCellRegister;
import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.irq.LevelIrq;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import io.jvmm.vmm.mmio.RegisterMap;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/**
 * The PrimeCell PL031 real-time clock (Arm DDI 0224C): 32 bits of seconds since 1970, which wrap in
 * 2106. The guest's own setting of the clock is kept as a difference to the host's, so the guest
 * follows when the host's clock is corrected. Safe for use by any thread.
 *
 * <p>While the guest has the alarm unmasked, the alarm clock wakes the device when its second
 * comes, and every {@value #LONGEST_NAP_SECONDS} seconds until then: a host's clock that was set
 * forward is found out.
 */
public final class Pl031 implements MmioDevice {
  /** How many bytes of addresses it takes. */
  public static final long WINDOW_SIZE = 0x1000;

  private static final RegisterMap<Pl031Register> REGISTERS = RegisterMap.of(Pl031Register.class);
  private static final PrimeCellId ID = new PrimeCellId(0x31, 0x04);
  private static final int STARTED = 1;
  private static final int ALARM = 1;
  private static final int LONGEST_NAP_SECONDS = 60;

  private final InstantSource host;
  private final AlarmClock alarms;
  private final LevelIrq irq;

  // Everything below is guarded by this object's monitor.
  private AlarmClock.Alarm alarm = () -> {};
  private int difference; // guest's time minus the host's, in seconds, modulo 2^32
  private int load;
  private int match;
  private int mask;
  private int raw;
  private int matchedUntil; // the last time that was compared with match
  private boolean asserted;

  /**
   * A clock that starts at the host's time.
   *
   * @param host the time
   * @param alarms what wakes it
   * @param irq its interrupt, RTCINTR
   */
  public Pl031(InstantSource host, AlarmClock alarms, LevelIrq irq) {
    this.host = host;
    this.alarms = alarms;
    this.irq = irq;
    this.matchedUntil = time();
  }

  /**
   * Its node (Linux, Documentation/devicetree/bindings/rtc/arm,pl031.yaml).
   *
   * @param window where it is
   * @param interrupt what its line is connected to
   * @param clock the phandle of the fixed clock that stands for its bus clock
   */
  public static DeviceTreeNode describe(AddressRange window, IntId interrupt, int clock) {
    return DeviceTreeNode.device("rtc", window)
        .strings("compatible", "arm,pl031", "arm,primecell")
        .levelInterrupt(interrupt)
        .cells("clocks", clock)
        .strings("clock-names", "apb_pclk")
        .build();
  }

  @Override
  public String name() {
    return "pl031";
  }

  @Override
  public boolean accepts(Access access) {
    return PrimeCellRegister.find(REGISTERS, access) != null;
  }

  @Override
  public synchronized long read(Access access) {
    Pl031Register register = Objects.requireNonNull(REGISTERS.find(access));
    compare();
    updateLine();
    return Integer.toUnsignedLong(value(register, access));
  }

  private int value(Pl031Register register, Access access) {
    return switch (register) {
      case RTCDR -> time();
      case RTCMR -> match;
      case RTCLR -> load;
      case RTCCR -> STARTED;
      case RTCIMSC -> mask;
      case RTCRIS -> raw;
      case RTCMIS -> raw & mask;
      case RTCICR -> 0;
      case RTCPeriphID -> ID.read(access);
    };
  }

  @Override
  public synchronized void write(Access access, long value) {
    Pl031Register register = Objects.requireNonNull(REGISTERS.find(access));
    compare();
    switch (register) {
      case RTCMR -> setMatch((int) value);
      case RTCLR -> setTime((int) value);
      case RTCIMSC -> mask = (int) value & ALARM;
      case RTCICR -> raw &= (int) ~value;
      case RTCDR, RTCCR, RTCRIS, RTCMIS, RTCPeriphID -> {}
    }
    updateLine();
    setAlarm();
  }

  private void setMatch(int value) {
    match = value;
    matchNow();
  }

  private void setTime(int value) {
    load = value;
    difference = value - hostTime();
    matchedUntil = value;
    matchNow();
  }

  private void matchNow() {
    if (match == time()) {
      raw = ALARM;
    }
  }

  // The hardware compares at every tick: was any of those since the last look the alarm's?
  private void compare() {
    int now = time();
    int elapsed = now - matchedUntil;
    int toMatch = match - matchedUntil;
    if (toMatch != 0 && Integer.compareUnsigned(toMatch, elapsed) <= 0) {
      raw = ALARM;
    }
    matchedUntil = now;
  }

  private void updateLine() {
    boolean wanted = (raw & mask) != 0;
    if (wanted != asserted) {
      asserted = wanted;
      irq.set(wanted);
    }
  }

  /** Has {@link #wake} called when the next thing can happen that the guest waits for. */
  private void setAlarm() {
    alarm.cancel();
    alarm = () -> {};
    if (mask != 0 && raw == 0) {
      alarm = alarms.after(untilMatch(), this::wake);
    }
  }

  private synchronized void wake() {
    compare();
    updateLine();
    setAlarm();
  }

  private Duration untilMatch() {
    Instant now = host.instant();
    int seconds = match - (int) now.getEpochSecond() - difference;
    return seconds == 0 || Integer.compareUnsigned(seconds, LONGEST_NAP_SECONDS) > 0
        ? Duration.ofSeconds(LONGEST_NAP_SECONDS)
        : Duration.ofSeconds(seconds).minusNanos(now.getNano());
  }

  private int time() {
    return hostTime() + difference;
  }

  private int hostTime() {
    return (int) host.instant().getEpochSecond();
  }
}
