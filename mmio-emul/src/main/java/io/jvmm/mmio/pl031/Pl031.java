package io.jvmm.mmio.pl031;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.mmio.MmioDevice;
import io.jvmm.vmm.mmio.RegisterMap;
import java.time.InstantSource;
import java.util.Objects;

/**
 * The PrimeCell PL031 real-time clock (Arm DDI 0224C): 32 bits of seconds since 1970, which wrap in
 * 2106. The guest's own setting of the clock is kept as a difference to the host's, so the guest
 * follows when the host's clock is corrected. Safe for use by any thread.
 *
 * <p>An alarm is found out when the guest looks: there is no interrupt, and the device tree offers
 * none.
 */
public final class Pl031 implements MmioDevice {
  /** How many bytes of addresses it takes. */
  public static final long WINDOW_SIZE = 0x1000;

  private static final RegisterMap<Pl031Register> REGISTERS = RegisterMap.of(Pl031Register.class);
  private static final int STARTED = 1;
  private static final int ALARM = 1;

  private final InstantSource host;

  // Everything below is guarded by this object's monitor.
  private int difference; // guest's time minus the host's, in seconds, modulo 2^32
  private int load;
  private int match;
  private int mask;
  private int raw;
  private int matchedUntil; // the last time that was compared with match

  /** A clock that starts at the host's time. */
  public Pl031(InstantSource host) {
    this.host = host;
    this.matchedUntil = time();
  }

  /**
   * Its node (Linux, Documentation/devicetree/bindings/rtc/arm,pl031.yaml).
   *
   * @param window where it is
   * @param clock the phandle of the fixed clock that stands for its bus clock
   */
  public static DeviceTreeNode describe(AddressRange window, int clock) {
    return DeviceTreeNode.device("rtc", window)
        .strings("compatible", "arm,pl031", "arm,primecell")
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
    return REGISTERS.find(access) != null;
  }

  @Override
  public synchronized long read(Access access) {
    Pl031Register register = Objects.requireNonNull(REGISTERS.find(access));
    compare();
    return Integer.toUnsignedLong(value(register));
  }

  private int value(Pl031Register register) {
    return switch (register) {
      case RTCDR -> time();
      case RTCMR -> match;
      case RTCLR -> load;
      case RTCCR -> STARTED;
      case RTCIMSC -> mask;
      case RTCRIS -> raw;
      case RTCMIS -> raw & mask;
      case RTCICR -> 0;
      case RTCPeriphID0, RTCPeriphID1, RTCPeriphID2, RTCPeriphID3 -> register.identity();
      case RTCPCellID0, RTCPCellID1, RTCPCellID2, RTCPCellID3 -> register.identity();
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
      case RTCDR, RTCCR, RTCRIS, RTCMIS -> {}
      case RTCPeriphID0, RTCPeriphID1, RTCPeriphID2, RTCPeriphID3 -> {}
      case RTCPCellID0, RTCPCellID1, RTCPCellID2, RTCPCellID3 -> {}
    }
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

  private int time() {
    return hostTime() + difference;
  }

  private int hostTime() {
    return (int) host.instant().getEpochSecond();
  }
}
