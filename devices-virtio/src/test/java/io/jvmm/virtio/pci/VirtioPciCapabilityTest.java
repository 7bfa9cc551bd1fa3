package io.jvmm.virtio.pci;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.virtio.testkit.DriverMemory;
import io.jvmm.virtio.testkit.FakeDevice;
import io.jvmm.vmm.pci.PciCapability;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Virtio 1.3, 4.1.4: how a driver finds the registers, and reaches them without memory. */
class VirtioPciCapabilityTest {
  private static final int WINDOW = 16;

  private final FakeDevice device = new FakeDevice();
  private final List<PciCapability> capabilities =
      new VirtioPciTransport(device, new DriverMemory(), new RecordingInterrupts(), 0)
          .capabilities();

  @Test
  void thereIsOneOfEachKindAllVendorSpecific() {
    assertThat(capabilities)
        .extracting(each -> each.read(3, 1))
        .containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(capabilities).extracting(PciCapability::id).containsOnly(9);
    assertThat(capabilities).allMatch(each -> each.read(2, 1) == each.length());
  }

  @Test
  void eachSaysWhereItsStructureIs() {
    assertThat(capabilities).extracting(each -> each.read(4, 1)).as("BAR").containsOnly(0L);
    assertThat(capabilities)
        .extracting(each -> each.read(8, 4))
        .containsExactly(0L, 0x3000L, 0x1000L, 0x2000L, 0L);
    assertThat(capabilities)
        .extracting(each -> each.read(12, 4))
        .as("the fake device has two queues")
        .containsExactly(0x40L, 8L, 1L, 0x1000L, 0L);
  }

  @Test
  void notificationsAreFourBytesApart() {
    assertThat(capabilities.get(1).length()).isEqualTo(20);
    assertThat(capabilities.get(1).read(16, 4)).isEqualTo(4);
  }

  @Test
  void theFirstFourAreReadOnly() {
    PciCapability common = capabilities.getFirst();
    common.write(8, 4, 0x1234);
    assertThat(common.read(8, 4)).isZero();
  }

  // 4.1.4.9: PCI configuration access capability

  private PciCapability pointingTo(VirtioPciRegister register) {
    PciCapability access = capabilities.getLast();
    access.write(8, 4, register.offset());
    access.write(12, 4, register.length());
    return access;
  }

  @Test
  void aRegisterIsReadAndWrittenThroughTheWindow() {
    pointingTo(VirtioPciRegister.QUEUE_SELECT).write(WINDOW, 2, 1);

    assertThat(pointingTo(VirtioPciRegister.QUEUE_SELECT).read(WINDOW, 4)).isEqualTo(1);
    assertThat(pointingTo(VirtioPciRegister.QUEUE_SIZE).read(WINDOW, 2)).isEqualTo(8);
  }

  @Test
  void theDevicesConfigurationIsReadThroughTheWindow() {
    PciCapability access = capabilities.getLast();
    access.write(8, 4, VirtioPciRegister.DEVICE_CONFIG.offset() + 2);
    access.write(12, 4, 1);

    assertThat(access.read(WINDOW, 1)).isEqualTo(3);
  }

  @Test
  void whatPointsToNoRegisterIsJustData() {
    PciCapability access = pointingTo(VirtioPciRegister.QUEUE_SELECT);
    for (long size : new long[] {0, 3, 8, 0xffff_ffffL}) {
      access.write(12, 4, size);
      access.write(WINDOW, 4, 1);
    }
    access.write(12, 4, 2);
    access.write(4, 1, 1);
    access.write(WINDOW, 4, 1);
    access.write(4, 1, 0);
    access.write(8, 4, 0xffff_fffeL);
    access.write(WINDOW, 4, 1);

    assertThat(pointingTo(VirtioPciRegister.QUEUE_SELECT).read(WINDOW, 4)).isZero();
  }
}
