package io.jvmm.mmio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.error.GuestException;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.error.InternalException;
import io.jvmm.vmm.memory.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DeviceBusTest {
  private static final VcpuId VCPU = new VcpuId(3);

  private final List<String> reports = new ArrayList<>();
  private final FakeDevice low = new FakeDevice("low", 0x100);
  private final FakeDevice high = new FakeDevice("high", 0x200);
  private final DeviceBus bus =
      DeviceBus.builder()
          .attach(AddressRange.of(0x9000, 0x1000), high)
          .attach(AddressRange.of(0x1000, 0x20), low)
          .reportingTo(reports::add)
          .build();

  private DeviceBus busWith(FakeDevice device) {
    return DeviceBus.builder()
        .attach(AddressRange.of(0x1000, 0x100), device)
        .reportingTo(reports::add)
        .build();
  }

  @Test
  void aLoadIsAnsweredByTheDeviceAtItsAddress() {
    assertThat(bus.port(VCPU).read(0x1008, 4)).isEqualTo(0x108);
    assertThat(bus.port(VCPU).read(0x9ffc, 4)).isEqualTo(0x11fc);
    assertThat(reports).isEmpty();
  }

  @Test
  void aStoreReachesTheDeviceAtItsAddress() {
    bus.port(VCPU).write(0x9004, 4, 0xcafe);

    assertThat(high.writes()).containsExactly("0xcafe to +0x4");
    assertThat(low.writes()).isEmpty();
  }

  @Test
  void windowsThatOverlapAreRefusedWithBothNamesAndRanges() {
    DeviceBus.Builder builder = DeviceBus.builder().attach(AddressRange.of(0x1000, 0x20), low);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.attach(AddressRange.of(0x101f, 1), high))
        .withMessage("high at [0x101f, 0x1020) overlaps low at [0x1000, 0x1020)");
  }

  @Test
  void windowsThatTouchAreFine() {
    DeviceBus both =
        DeviceBus.builder()
            .attach(AddressRange.of(0x1020, 0x20), high)
            .attach(AddressRange.of(0x1000, 0x20), low)
            .build();

    assertThat(both.port(VCPU).read(0x101c, 4)).isEqualTo(0x11c);
    assertThat(both.port(VCPU).read(0x1020, 4)).isEqualTo(0x200);
  }

  @Test
  void whereNoDeviceIsLoadsReadZeroAndStoresAreIgnored() {
    bus.port(VCPU).write(0x5000, 4, 1);

    assertThat(bus.port(VCPU).read(0x5000, 4)).isZero();
    assertThat(bus.port(VCPU).read(0, 8)).isZero();
    assertThat(bus.port(VCPU).read(-1, 1)).isZero();
    assertThat(bus.unmappedAccesses()).isEqualTo(4);
  }

  @Test
  void aBusWithoutDevicesAnswersToo() {
    assertThat(DeviceBus.builder().reportingTo(reports::add).build().port(VCPU).read(0x1000, 4))
        .isZero();
  }

  @Test
  void anUnmappedPageIsReportedOnce() {
    bus.port(VCPU).read(0x5000, 4);
    bus.port(VCPU).write(0x5ffc, 4, 1);
    bus.port(VCPU).read(0x6000, 2);

    assertThat(reports)
        .containsExactly(
            "main: load of 4 bytes from 0x5000: no device is there; reads as zero, writes are"
                + " ignored",
            "main: load of 2 bytes from 0x6000: no device is there; reads as zero, writes are"
                + " ignored");
  }

  @Test
  void aGuestThatTouchesEveryPageIsReportedABoundedNumberOfTimes() {
    for (long page = 0x100; page < 0x10_000; page++) {
      bus.port(VCPU).read(page << 12, 4);
    }

    assertThat(reports).hasSize(UnmappedPages.LIMIT);
  }

  @Test
  void anAccessAcrossTheEndOfAWindowHitsNoDevice() {
    assertThat(bus.port(VCPU).read(0x101e, 4)).isZero();
    assertThat(reports).singleElement().asString().contains("0x101e", "no device");
  }

  @Test
  void whatADeviceDoesNotAcceptIsReportedOncePerDevice() {
    bus.port(VCPU).write(0x1002, 2, 7);
    assertThat(bus.port(VCPU).read(0x1004, 8)).isZero();
    bus.port(VCPU).read(0x9001, 1);

    assertThat(low.writes()).isEmpty();
    assertThat(reports)
        .containsExactly(
            "main: store of 0x7, 2 bytes, to 0x1002: low at [0x1000, 0x1020) (2 bytes at +0x2) has"
                + " no such register; reads as zero, writes are ignored",
            "main: load of 1 bytes from 0x9001: high at [0x9000, 0xa000) (1 byte at +0x1) has no"
                + " such register; reads as zero, writes are ignored");
  }

  @Test
  void aGuestErrorIsReportedOnceAndReadsAsZero() {
    FakeDevice device = new FakeDevice("queue", 5);
    DeviceBus failing =
        busWith(
            device.failing(
                () -> {
                  throw new GuestException("descriptor 7 points to itself");
                }));

    assertThat(failing.port(VCPU).read(0x1000, 4)).isZero();
    failing.port(VCPU).write(0x1000, 4, 1);

    assertThat(reports)
        .containsExactly(
            "main: load of 4 bytes from 0x1000: queue at [0x1000, 0x1100): descriptor 7 points to"
                + " itself");
  }

  @Test
  void aBugInADeviceComesOutWithTheAccessThatShowedIt() {
    IllegalStateException bug = new IllegalStateException("half done");
    DeviceBus failing =
        busWith(
            new FakeDevice("disk", 0)
                .failing(
                    () -> {
                      throw bug;
                    }));

    assertThatExceptionOfType(InternalException.class)
        .isThrownBy(() -> failing.port(VCPU).write(0x1004, 4, 9))
        .withMessage("main: store of 0x9, 4 bytes, to 0x1004: disk at [0x1000, 0x1100) failed")
        .withCause(bug);
  }

  @Test
  void aHostErrorIsPassedOn() {
    HostException full = new HostException("disk.img cannot be written: no space left");
    DeviceBus failing =
        busWith(
            new FakeDevice("disk", 0)
                .failing(
                    () -> {
                      throw full;
                    }));

    assertThatExceptionOfType(HostException.class)
        .isThrownBy(() -> failing.port(VCPU).read(0x1000, 4))
        .isSameAs(full);
  }

  @Test
  void accessesAreCountedPerDevice() {
    bus.port(VCPU).read(0x1000, 4);
    bus.port(VCPU).read(0x1004, 4);
    bus.port(VCPU).write(0x1000, 4, 1);
    bus.port(VCPU).write(0x9000, 8, 1);

    assertThat(bus.statistics())
        .containsExactly(
            new DeviceStatistics("low", AddressRange.of(0x1000, 0x20), 2, 1, 0),
            new DeviceStatistics("high", AddressRange.of(0x9000, 0x1000), 0, 0, 1));
  }

  @Test
  void everyAddressFindsTheWindowThatContainsIt() {
    SplittableRandom random = new SplittableRandom(20260101);
    DeviceBus.Builder builder = DeviceBus.builder().reportingTo(line -> {});
    for (int i = 0; i < 50; i++) {
      builder.attach(AddressRange.of(i * 0x40L, 0x20), new FakeDevice("d" + i, i << 16));
    }
    DeviceBus many = builder.build();

    for (int i = 0; i < 100_000; i++) {
      long address = random.nextLong(0x40 * 52) & -4;
      boolean mapped = address < 0x40 * 50 && address % 0x40 < 0x20;
      long expected = mapped ? ((address / 0x40) << 16) + address % 0x40 : 0;
      assertThat(many.port(VCPU).read(address, 4)).isEqualTo(expected);
    }
  }
}
