package io.jvmm.mmio.fwcfg;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.error.GuestException;
import io.jvmm.vmm.mmio.Access;
import java.lang.foreign.ValueLayout;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever firmware does, the device throws nothing but what the bus reports as the guest's,
 * touches no memory but the guest's (there is no more), and goes on serving.
 */
class FwCfgFuzzTest {
  private static final int STEPS = 20_000;
  private static final byte[] CONTENT = {1, 2, 3, 4, 5};
  private static final int[] KEYS = {0, 1, 0x08, 0x11, 0x19, 0x20, 0x21, 0x22, 0x4020, 0xffff};

  private final FwCfgGuest guest =
      new FwCfgGuest(
          FwCfgItems.builder()
              .file("opt/five", CONTENT)
              .file("opt/much", new byte[1 << 20])
              .kernel(FwCfgContent.of(new byte[1000]))
              .build());

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void hostileFirmwareHurtsOnlyItself(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);

    for (int i = 0; i < STEPS; i++) {
      step(random);
    }

    assertThat(guest.file("opt/five")).isEqualTo(CONTENT);
    assertThat(guest.dma(0x20 << 16 | DmaCommand.SELECT | DmaCommand.READ, 5, FwCfgGuest.BUFFER))
        .isZero();
    assertThat(guest.buffer(5)).isEqualTo(CONTENT);
  }

  private void step(RandomGenerator random) {
    switch (random.nextInt(4)) {
      case 0 -> guest.select(anyKey(random));
      case 1 -> guest.device.read(FwCfgGuest.DATA);
      case 2 -> anyCommand(random);
      default -> anyAccess(random);
    }
  }

  private static int anyKey(RandomGenerator random) {
    return random.nextInt(4) == 0 ? random.nextInt(0x1_0000) : KEYS[random.nextInt(KEYS.length)];
  }

  /** With an answer that is one of the two that there are. */
  private void anyCommand(RandomGenerator random) {
    int control = anyKey(random) << 16 | random.nextInt(0x40);
    long length = random.nextBoolean() ? random.nextInt(0x2_0000) : random.nextInt();
    assertThat(guest.dma(control, length, anyAddress(random))).isBetween(0, DmaCommand.ERROR);
  }

  private static long anyAddress(RandomGenerator random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextLong();
      case 1 -> FwCfgGuest.RAM + FwCfgGuest.RAM_SIZE - random.nextInt(32);
      case 2 -> FwCfgGuest.COMMAND - random.nextInt(32);
      default -> FwCfgGuest.RAM + random.nextInt((int) FwCfgGuest.RAM_SIZE);
    };
  }

  private void anyAccess(RandomGenerator random) {
    Access access = new Access(random.nextInt(0x20), 1 << random.nextInt(4));
    if (!guest.device.accepts(access)) {
      return;
    }
    try {
      guest.device.write(access, anyStore(random, access));
      guest.device.read(access);
    } catch (GuestException e) {
      assertThat(e).hasMessageContaining("are not RAM");
    }
  }

  /** Often the address of whatever is in memory. */
  private long anyStore(RandomGenerator random, Access access) {
    long value = random.nextBoolean() ? random.nextLong() : Long.reverseBytes(anyAddress(random));
    return access.width() == ValueLayout.JAVA_LONG.byteSize()
        ? value
        : value & (-1L >>> (Long.SIZE - access.width() * Byte.SIZE));
  }
}
