package io.jvmm.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.load.format.BootProtocol;
import io.jvmm.load.format.Kernel;
import io.jvmm.load.format.Placement;
import io.jvmm.load.source.HostFile;
import io.jvmm.load.source.Source;
import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.memory.AddressRange;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LayoutTest {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final long RAM = 0x4000_0000L;

  private static Source file(String role, long size) {
    return new HostFile(role, Path.of(role), size, FileTime.fromMillis(0));
  }

  private static Kernel kernel(long textOffset, long memory, boolean anywhere) {
    return kernel(new Placement.Movable(textOffset, memory, anywhere));
  }

  private static Kernel fixed(long start, long size) {
    return kernel(new Placement.Fixed(AddressRange.of(start, size)));
  }

  private static Kernel kernel(Placement placement) {
    return new Kernel(
        file("kernel", 4096),
        "test",
        Optional.empty(),
        placement,
        0,
        List.of(),
        new BootProtocol.DeviceTree(),
        Optional.empty());
  }

  private static AddressRange ram(long size) {
    return AddressRange.of(RAM, size);
  }

  private static Optional<Source> initrd(long size) {
    return Optional.of(file("initrd", size));
  }

  @Test
  void aKernelThatMayLieAnywhereGoesBehindTheDeviceTree() {
    Layout layout = Layout.of(kernel(0, 30 * MIB, true), Optional.empty(), ram(64 * MIB));

    assertThat(layout.deviceTree().value()).isEqualTo(RAM);
    assertThat(layout.kernel()).isEqualTo(AddressRange.of(RAM + 2 * MIB, 30 * MIB));
    assertThat(layout.initrd()).isEmpty();
  }

  @Test
  void aKernelThatWantsTheStartOfMemoryGetsIt() {
    Layout layout = Layout.of(kernel(0x8_0000, 5 * MIB, false), initrd(100), ram(64 * MIB));

    assertThat(layout.kernel()).isEqualTo(AddressRange.of(RAM + 0x8_0000, 5 * MIB));
    assertThat(layout.deviceTree().value()).isEqualTo(RAM + 6 * MIB);
    assertThat(layout.initrd()).hasValue(AddressRange.of(RAM + 8 * MIB, 100));
  }

  @Test
  void theInitrdLiesClearOfWhatTheKernelClears() {
    Layout layout = Layout.of(kernel(0, 30 * MIB + 1, true), initrd(5 * MIB), ram(64 * MIB));

    assertThat(layout.initrd()).hasValue(AddressRange.of(RAM + 32 * MIB + 64 * 1024, 5 * MIB));
  }

  @Test
  void memoryThatStartsOffA2MiBBoundaryLosesItsStart() {
    AddressRange ram = AddressRange.of(RAM + 4096, 64 * MIB);

    Layout layout = Layout.of(kernel(0, MIB, true), Optional.empty(), ram);

    assertThat(layout.deviceTree().value()).isEqualTo(RAM + 2 * MIB);
  }

  @Test
  void whatFillsMemoryToTheLastByteFits() {
    Layout layout = Layout.of(kernel(0, 30 * MIB, true), initrd(32 * MIB), ram(64 * MIB));

    assertThat(layout.initrd().orElseThrow().endExclusive()).isEqualTo(RAM + 64 * MIB);
  }

  @Test
  void aKernelThatDoesNotFitSaysWhatWouldDo() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Layout.of(kernel(0, 30 * MIB, true), Optional.empty(), ram(16 * MIB)))
        .withMessage(
            "kernel kernel does not fit: it needs 30 MiB of memory, 2 MiB from its start, and the"
                + " guest has 16 MiB: give it at least 32 MiB");
  }

  @Test
  void anInitrdThatDoesNotFitSaysWhatWouldDo() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Layout.of(kernel(0, 30 * MIB, true), initrd(32 * MIB + 1), ram(64 * MIB)))
        .withMessage(
            "initrd initrd does not fit: it needs 32 MiB of memory, 32 MiB from its start, and the"
                + " guest has 64 MiB: give it at least 65 MiB");
  }

  @Test
  void aSparseFileOfExbibytesDoesNotOverflow() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Layout.of(kernel(0, MIB, true), initrd(Long.MAX_VALUE), ram(64 * MIB)))
        .withMessageContaining("initrd initrd does not fit: it needs 7.9 EiB");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () -> Layout.of(kernel(0, Long.MAX_VALUE, true), Optional.empty(), ram(64 * MIB)))
        .withMessageContaining("kernel kernel does not fit");
  }

  @Test
  void anInitrdPast32GiBIsRefusedHoweverMuchMemoryThereIs() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Layout.of(kernel(0, MIB, true), initrd(32 * GIB), ram(64 * GIB)))
        .withMessageContaining("take no initrd beyond 32 GiB");
  }

  @Test
  void aKernelWithAPlaceOfItsOwnHasTheDeviceTreeInFrontOfIt() {
    Layout layout = Layout.of(fixed(RAM + 2 * MIB, MIB), initrd(100), ram(64 * MIB));

    assertThat(layout.kernel()).isEqualTo(AddressRange.of(RAM + 2 * MIB, MIB));
    assertThat(layout.deviceTree().value()).isEqualTo(RAM);
    assertThat(layout.initrd()).hasValue(AddressRange.of(RAM + 3 * MIB, 100));
  }

  @Test
  void aKernelAtTheStartOfMemoryHasTheDeviceTreeBehindIt() {
    Layout layout = Layout.of(fixed(RAM + 4096, MIB), initrd(100), ram(64 * MIB));

    assertThat(layout.deviceTree().value()).isEqualTo(RAM + 2 * MIB);
    assertThat(layout.initrd()).hasValue(AddressRange.of(RAM + 4 * MIB, 100));
  }

  @Test
  void aKernelAtTheEndOfMemoryHasTheInitrdInFrontOfIt() {
    Layout layout = Layout.of(fixed(RAM + 60 * MIB, 4 * MIB), initrd(58 * MIB), ram(64 * MIB));

    assertThat(layout.initrd()).hasValue(AddressRange.of(RAM + 2 * MIB, 58 * MIB));
  }

  @Test
  void aKernelThatLeavesNoRoomForTheDeviceTreeIsRefused() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Layout.of(fixed(RAM + MIB, 62 * MIB), Optional.empty(), ram(64 * MIB)))
        .withMessageContaining("leaves no 2 MiB at a 2 MiB boundary for the device tree");
  }

  @Test
  void whateverIsPlacedKeepsTheRules() {
    RandomGenerator random = new SplittableRandom(20260101);
    for (int i = 0; i < 10_000; i++) {
      Kernel kernel =
          random.nextBoolean()
              ? kernel(
                  random.nextLong(2 * MIB) & -4096,
                  1 + random.nextLong(64 * MIB),
                  random.nextBoolean())
              : fixed(RAM + random.nextLong(100 * MIB), 1 + random.nextLong(64 * MIB));
      requireRules(
          Layout.of(kernel, initrd(1 + random.nextLong(64 * MIB)), ram(256 * MIB)), kernel);
    }
  }

  private static void requireRules(Layout layout, Kernel kernel) {
    AddressRange tree = new AddressRange(layout.deviceTree(), 2 * MIB);
    AddressRange initrd = layout.initrd().orElseThrow();
    switch (kernel.placement()) {
      case Placement.Movable movable ->
          assertThat((layout.kernel().start().value() - movable.offset()) % (2 * MIB)).isZero();
      case Placement.Fixed fixed -> assertThat(layout.kernel()).isEqualTo(fixed.range());
    }
    assertThat(layout.deviceTree().isAligned(2 * MIB)).isTrue();
    assertThat(layout.kernel().overlaps(tree)).isFalse();
    assertThat(layout.kernel().overlaps(initrd)).isFalse();
    assertThat(initrd.overlaps(tree)).isFalse();
    assertThat(ram(256 * MIB).contains(initrd.start().value(), initrd.size())).isTrue();
    assertThat(ram(256 * MIB).contains(tree.start().value(), tree.size())).isTrue();
  }
}
