package io.jvmm.mmio.flash;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.mmio.Access;
import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a driver stores, nothing escapes the bank: no exception, no difference between what the
 * guest sees and what is stored, no array shown while loads read something else. Afterwards it
 * serves a driver that behaves.
 */
class CfiFlashFuzzTest {
  private static final int STEPS = 40_000;
  private static final int[] CODES = {
    0x01, 0x03, 0x10, 0x10, 0x1f, 0x20, 0x20, 0x2f, 0x40, 0x40, 0x50, 0x60, 0x70, 0x90, 0x98, 0xb0,
    0xc0, 0xd0, 0xd0, 0xd0, 0xe8, 0xe8, 0xff, 0x00
  };

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aHostileDriverHurtsOnlyItself(long seed) {
    MemoryStore store = MemoryStore.writable(FlashBank.SIZE);
    FlashBank bank = new FlashBank(store);

    play(bank, generator(seed));

    assertThat(bank.memory.mismatch(MemorySegment.ofArray(store.bytes()))).isEqualTo(-1);
    assertThat(serves(new FlashBank(store))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6})
  void aReadOnlyBankNeverChanges(long seed) {
    FlashBank bank = new FlashBank(MemoryStore.readOnly(FlashBank.SIZE));

    play(bank, generator(seed));

    assertThat(bank.memory.mismatch(MemorySegment.ofArray(new byte[FlashBank.SIZE]))).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8})
  void aStoreThatFailsChangesNothing(long seed) {
    MemoryStore store = MemoryStore.writable(FlashBank.SIZE);
    FlashBank bank = new FlashBank(store);
    store.failFromNowOn();

    play(bank, generator(seed));

    assertThat(bank.memory.toArray(JAVA_BYTE)).containsOnly(CfiFlash.ERASED);
  }

  private static RandomGenerator generator(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  private static void play(FlashBank bank, RandomGenerator random) {
    for (int i = 0; i < STEPS; i++) {
      Access access = anyAccess(random);
      if (random.nextInt(4) == 0) {
        checkLoad(bank, access);
      } else {
        bank.flash.write(access, anyValue(random, access.width()));
      }
    }
  }

  /** Few places, so that stores of one program often are near each other. */
  private static Access anyAccess(RandomGenerator random) {
    int width = 1 << random.nextInt(4);
    long block = random.nextInt(FlashBank.SIZE / CfiFlash.BLOCK_SIZE) * (long) CfiFlash.BLOCK_SIZE;
    long near = random.nextInt(10) == 0 ? CfiFlash.BLOCK_SIZE - 128 : 0;
    return new Access(block + near + (random.nextInt(128) & -width), width);
  }

  private static long anyValue(RandomGenerator random, int width) {
    long code = CODES[random.nextInt(CODES.length)];
    long value =
        random.nextInt(4) == 0 ? random.nextLong() : code << 48 | code << 32 | code << 16 | code;
    return value & (-1L >>> (Long.SIZE - width * Byte.SIZE));
  }

  private static void checkLoad(FlashBank bank, Access access) {
    long value = bank.flash.read(access);
    assertThat(value & ~(-1L >>> (Long.SIZE - access.width() * Byte.SIZE))).isZero();
    if (bank.mapping.isShown()) {
      assertThat((byte) value).isEqualTo(bank.memory.get(JAVA_BYTE, access.offset()));
    }
  }

  private static boolean serves(FlashBank bank) {
    bank.erase(0);
    bank.programBuffer(0, 1, 2, 3);
    boolean ready = bank.status() == FlashBank.READY;
    bank.readArray();
    return ready && bank.read(8) == 3 && bank.array(12) == -1 && bank.mapping.isShown();
  }
}
