package io.jvmm.mmio.flash;

import static io.jvmm.mmio.flash.FlashBank.READY;
import static io.jvmm.mmio.flash.FlashBank.both;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.mmio.Access;
import io.jvmm.vmm.testkit.GeneratedTable;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CfiFlashTest {
  private static final int BLOCK = CfiFlash.BLOCK_SIZE;
  private static final int ERASED = -1;
  private static final int PROGRAM_ERROR = both(0x10);
  private static final int ERASE_ERROR = both(0x20);
  private static final int SEQUENCE_ERROR = both(0x30);
  private static final int BLOCK_LOCKED = both(0x02);

  private final MemoryStore store = MemoryStore.writable(FlashBank.SIZE);
  private final FlashBank bank = new FlashBank(store);
  private final FlashBank code = new FlashBank(MemoryStore.readOnly(FlashBank.SIZE));

  // What loads read

  @Test
  void afterAResetTheArrayIsShown() {
    assertThat(bank.mapping.isShown()).isTrue();
    assertThat(bank.array(0)).isEqualTo(ERASED);
    assertThat(bank.read(FlashBank.SIZE - 4)).isEqualTo(ERASED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x70, 0x90, 0x98, 0x40, 0x10, 0x20, 0x60, 0xe8, 0xb0, 0xd0, 0xc0})
  void aCommandHidesTheArray(int command) {
    bank.command(0, command);

    assertThat(bank.mapping.isShown()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x70, 0x90, 0x98})
  void theFirstLoadOfTheArrayShowsItAgain(int command) {
    bank.command(0, command);

    bank.readArray();

    assertThat(bank.mapping.isShown()).isFalse();
    assertThat(bank.read(0)).isEqualTo(ERASED);
    assertThat(bank.mapping.isShown()).isTrue();
  }

  @Test
  void lookingAtAllBlocksChangesTheMappingOnce() {
    for (int block = 0; block < FlashBank.SIZE; block += BLOCK) {
      bank.command(block, 0x90);
      assertThat(bank.read(block + 2 * 4)).isZero();
      bank.command(block, 0xff);
    }

    assertThat(bank.mapping.changes()).isOne();
  }

  @Test
  void aReadOnlyBankIsShownAtOnceForCodeMayGoOnInIt() {
    code.command(0, 0x70);

    code.readArray();

    assertThat(code.mapping.isShown()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0xf0, 0xaa, 0x55, 0x30, 0x80, 0xff, 0x50})
  void whatIsNoCommandChangesNothing(int command) {
    bank.command(0, command);

    assertThat(bank.mapping.changes()).isZero();
    assertThat(bank.read(0)).isEqualTo(ERASED);
  }

  @Test
  void itIsReadyAtOnce() {
    assertThat(bank.status()).isEqualTo(READY);
  }

  @ParameterizedTest
  @CsvSource({
    "0x10, 0x51, Q",
    "0x11, 0x52, R",
    "0x12, 0x59, Y",
    "0x13, 0x01, command set",
    "0x14, 0x00, command set",
    "0x15, 0x31, extended query",
    "0x27, 0x13, 512 KiB a chip",
    "0x28, 0x01, 16 bits",
    "0x2a, 0x0b, 2 KiB of buffer",
    "0x2c, 0x01, regions",
    "0x2d, 0x03, 4 blocks",
    "0x2f, 0x00, of 128 KiB",
    "0x30, 0x02, of 128 KiB",
    "0x31, 0x50, P",
    "0x32, 0x52, R",
    "0x33, 0x49, I",
    "0x40, 0x00, behind the end"
  })
  void bothChipsAnswerTheQuery(String address, String answer, String what) {
    bank.command(0x55 * 4, 0x98);

    assertThat(bank.read(Long.decode(address) * 4))
        .as(what)
        .isEqualTo(both(Integer.decode(answer)));
  }

  @Test
  void theQueryIsAnsweredInEveryBlock() {
    bank.command(BLOCK + 0x55 * 4, 0x98);

    assertThat(bank.read(2 * BLOCK + 0x10 * 4)).isEqualTo(both('Q'));
  }

  @Test
  void theChipsNameThemselves() {
    bank.command(0, 0x90);

    assertThat(bank.read(0)).isEqualTo(both(0x89));
    assertThat(bank.read(4)).isEqualTo(both(0x18));
  }

  @ParameterizedTest
  @CsvSource({"0x40, 1, 0x51", "0x41, 1, 0x00", "0x42, 2, 0x0051", "0x40, 8, 0x0052005200510051"})
  void loadsOfAllWidthsReadTheSameBytes(String offset, int width, String value) {
    bank.command(0, 0x98);

    assertThat(bank.flash.read(new Access(Long.decode(offset), width)))
        .isEqualTo(Long.decode(value));
  }

  // Programming and erasing

  @Test
  void programmingOnlyClearsBits() {
    bank.program(0x100, 0xffff_0ff0);
    bank.program(0x100, 0xf0f0_f0f0);

    assertThat(bank.status()).isEqualTo(READY);
    assertThat(bank.array(0x100)).isEqualTo(0xf0f0_00f0);
    assertThat(bank.array(0xfc)).isEqualTo(ERASED);
    assertThat(bank.array(0x104)).isEqualTo(ERASED);
  }

  @Test
  void theOtherCommandProgramsLikewise() {
    bank.command(0x100, 0x10);
    bank.write(0x100, 0x1234_5678);

    assertThat(bank.array(0x100)).isEqualTo(0x1234_5678);
  }

  @Test
  void erasingSetsTheBitsOfOneBlock() {
    bank.program(BLOCK - 4, 0);
    bank.program(BLOCK, 0);
    bank.program(2 * BLOCK - 4, 0);
    bank.program(2 * BLOCK, 0);

    bank.erase(BLOCK + 0x1234);

    assertThat(bank.status()).isEqualTo(READY);
    assertThat(bank.array(BLOCK - 4)).isZero();
    assertThat(bank.array(BLOCK)).isEqualTo(ERASED);
    assertThat(bank.array(2 * BLOCK - 4)).isEqualTo(ERASED);
    assertThat(bank.array(2 * BLOCK)).isZero();
  }

  @Test
  void anEraseThatIsNotConfirmedErasesNothing() {
    bank.program(0, 0);

    bank.command(0, 0x20);
    bank.command(0, 0xff);

    assertThat(bank.status()).isEqualTo(READY | SEQUENCE_ERROR);
    assertThat(bank.array(0)).isZero();
  }

  @Test
  void aBufferIsProgrammedAtOnce() {
    int[] words = IntStream.range(0, 32).toArray();

    bank.fillBuffer(0x80, words);
    assertThat(bank.array(0x84)).isEqualTo(ERASED);
    bank.command(0, 0xd0);

    assertThat(bank.status()).isEqualTo(READY);
    assertThat(bank.memory.asSlice(0x80, 128).toArray(JAVA_INT)).isEqualTo(words);
    assertThat(bank.array(0x100)).isEqualTo(ERASED);
    assertThat(store.writes()).isOne();
  }

  @Test
  void aBufferMayBeFilledInPartAndInAnyOrder() {
    bank.command(0, 0xe8);
    bank.command(0, 1);
    bank.write(0xffc, 0x1111_1111);
    bank.write(0x84, 0x2222_2222);
    bank.command(0, 0xd0);

    assertThat(bank.status()).isEqualTo(READY);
    assertThat(bank.array(0xffc)).isEqualTo(0x1111_1111);
    assertThat(bank.array(0x84)).isEqualTo(0x2222_2222);
    assertThat(bank.array(0x80)).isEqualTo(ERASED);
  }

  @Test
  void aBufferThatLeavesItsStretchIsNotProgrammed() {
    bank.programBuffer(0xffc, 0, 0);

    assertThat(bank.status()).isEqualTo(READY | SEQUENCE_ERROR);
    assertThat(bank.array(0xffc)).isEqualTo(ERASED);
    assertThat(bank.array(0x1000)).isEqualTo(ERASED);
  }

  @Test
  void aBufferIsNotProgrammedWithoutConfirmation() {
    bank.fillBuffer(0, 0, 0);
    bank.command(0, 0xff);

    assertThat(bank.status()).isEqualTo(READY | SEQUENCE_ERROR);
    assertThat(bank.array(0)).isEqualTo(ERASED);
  }

  @Test
  void moreStoresThanTheBufferHasRoomForAreRefused() {
    bank.command(0, 0xe8);
    bank.command(0, 1024);

    assertThat(bank.status()).isEqualTo(READY | SEQUENCE_ERROR);
  }

  @Test
  void clearingTheStatusForgetsErrorsAndLeavesTheStatusReadable() {
    bank.command(0, 0x20);
    bank.command(0, 0x00);

    bank.clearStatus();

    assertThat(bank.read(0)).isEqualTo(READY);
    assertThat(bank.mapping.isShown()).isFalse();
  }

  @Test
  void suspendingFindsNothingToSuspend() {
    bank.erase(0);
    bank.command(0, 0xb0);

    assertThat(bank.read(0)).isEqualTo(READY);
  }

  @Test
  void thereAreNoProtectionRegisters() {
    bank.command(0, 0xc0);
    bank.write(0x80 * 4, 0);

    assertThat(bank.status()).isEqualTo(READY | PROGRAM_ERROR | BLOCK_LOCKED);
  }

  @Test
  void aWideStoreIsTwoOfTheBus() {
    bank.flash.write(new Access(0x100, 8), 0x1234_5678_0040_0040L);

    assertThat(bank.array(0x104)).isEqualTo(0x1234_5678);
    assertThat(bank.array(0x100)).isEqualTo(ERASED);
  }

  // Locks

  @Test
  void aLockedBlockStaysAsItIs() {
    bank.command(BLOCK, 0x60);
    bank.command(BLOCK, 0x01);

    bank.program(BLOCK, 0);
    assertThat(bank.status()).isEqualTo(READY | PROGRAM_ERROR | BLOCK_LOCKED);
    bank.clearStatus();
    bank.erase(BLOCK);
    assertThat(bank.status()).isEqualTo(READY | ERASE_ERROR | BLOCK_LOCKED);
    assertThat(bank.array(BLOCK)).isEqualTo(ERASED);
    assertThat(store.writes()).isZero();
  }

  @Test
  void blocksAreLockedOneByOne() {
    bank.command(BLOCK, 0x60);
    bank.command(BLOCK, 0x01);

    bank.command(0, 0x90);

    assertThat(bank.read(2 * 4)).isZero();
    assertThat(bank.read(BLOCK + 2 * 4)).isEqualTo(both(1));
    assertThat(bank.read(2 * BLOCK + 2 * 4)).isZero();
  }

  @Test
  void anUnlockedBlockCanBeProgrammed() {
    bank.command(BLOCK, 0x60);
    bank.command(BLOCK, 0x01);
    bank.command(BLOCK, 0x60);
    bank.command(BLOCK, 0xd0);

    bank.program(BLOCK, 0);

    assertThat(bank.status()).isEqualTo(READY);
    assertThat(bank.array(BLOCK)).isZero();
  }

  @Test
  void aBlockThatIsLockedDownCannotBeUnlocked() {
    bank.command(0, 0x60);
    bank.command(0, 0x2f);
    bank.command(0, 0x60);
    bank.command(0, 0xd0);

    bank.command(0, 0x90);

    assertThat(bank.read(2 * 4)).isEqualTo(both(3));
  }

  @Test
  void theConfigurationOfBurstsIsTakenAndIgnored() {
    bank.command(0x1234 * 4, 0x60);
    bank.command(0x1234 * 4, 0x03);

    assertThat(bank.read(0)).isEqualTo(READY);
  }

  @Test
  void otherLockCommandsAreErrors() {
    bank.command(0, 0x60);
    bank.command(0, 0x77);

    assertThat(bank.read(0)).isEqualTo(READY | SEQUENCE_ERROR);
  }

  @Test
  void aReadOnlyBankIsLockedForGood() {
    code.command(0, 0x60);
    code.command(0, 0xd0);
    code.programBuffer(0, 0);
    assertThat(code.status()).isEqualTo(READY | PROGRAM_ERROR | BLOCK_LOCKED);
    code.clearStatus();
    code.erase(0);
    assertThat(code.status()).isEqualTo(READY | ERASE_ERROR | BLOCK_LOCKED);

    code.command(0, 0x90);

    assertThat(code.read(2 * 4)).isEqualTo(both(3));
    assertThat(code.array(0)).isZero();
  }

  // The store

  @Test
  void whatIsProgrammedIsStored() {
    bank.program(0x100, 0x1234_5678);

    assertThat(ByteBuffer.wrap(store.bytes()).getInt(0x100)).isEqualTo(0x7856_3412);
  }

  @Test
  void theBankBeginsWithWhatIsStored() {
    bank.program(BLOCK, 42);

    assertThat(new FlashBank(store).array(BLOCK)).isEqualTo(42);
  }

  @Test
  void whatCannotBeStoredIsNotThere() {
    bank.program(0, 0x1234_5678);
    store.failFromNowOn();

    bank.program(0, 0);
    assertThat(bank.status()).isEqualTo(READY | PROGRAM_ERROR);
    bank.clearStatus();
    bank.erase(0);
    assertThat(bank.status()).isEqualTo(READY | ERASE_ERROR);
    assertThat(bank.array(0)).isEqualTo(0x1234_5678);
  }

  // U-Boot takes the bank for one chip of 16 bits whose words are 32 bits apart

  @Test
  void aDriverOf16BitsFindsAChip() {
    store16(0x55 * 4, 0x98);

    assertThat(load16(0x10 * 4)).isEqualTo('Q');
    assertThat(load16(0x11 * 4)).isEqualTo('R');
    assertThat(load16(0x12 * 4)).isEqualTo('Y');
  }

  @Test
  void aDriverOf16BitsProgramsByTheBuffer() {
    store16(0x80, 0xe8);
    store16(0x80, 31);
    for (int i = 0; i < 32; i++) {
      store16(0x80 + 2 * i, 0x1000 + i);
    }
    store16(0x80, 0xd0);

    assertThat(load16(0x80)).isEqualTo(0x80);
    store16(0, 0xff);
    assertThat(bank.array(0x80)).isEqualTo(0x1001_1000);
    assertThat(bank.array(0xbc)).isEqualTo(0x101f_101e);
    assertThat(bank.array(0xc0)).isEqualTo(ERASED);
  }

  private void store16(long offset, int value) {
    bank.flash.write(new Access(offset, 2), value);
  }

  private long load16(long offset) {
    return bank.flash.read(new Access(offset, 2));
  }

  // What it says of itself

  @Test
  void accessesAreAlignedAndInside() {
    assertThat(bank.flash.accepts(new Access(FlashBank.SIZE - 8, 8))).isTrue();
    assertThat(bank.flash.accepts(new Access(FlashBank.SIZE, 1))).isFalse();
    assertThat(bank.flash.accepts(new Access(2, 4))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {4096, 256 << 10, 3 << 20})
  void thereAreNoBanksOfOtherSizes(long size) {
    try (Arena arena = Arena.ofConfined()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new CfiFlash("flash0", arena.allocate(size), store, bank.mapping))
          .withMessageContaining(" bytes");
    }
  }

  @Test
  void itsNodeIsWhatDriversLookFor() {
    DeviceTreeNode node =
        CfiFlash.describe(AddressRange.of(0, 64 << 20), AddressRange.of(64 << 20, 64 << 20));

    assertThat(node.name()).isEqualTo("flash@0");
    assertThat(node.properties().get("compatible"))
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("cfi-flash\0");
    assertThat(node.properties().get("reg")).hasSize(32);
    assertThat(node.properties().get("bank-width")).containsExactly(0, 0, 0, 4);
  }

  @Test
  void theDocumentationHasItsCommands() throws Exception {
    new GeneratedTable("devices/flash.md", "command table")
        .requireIs(
            "| store | command | what it does |\n| --- | --- | --- |\n"
                + Stream.of(FlashCommand.values())
                    .map(
                        each ->
                            "| 0x%02x | %s | %s |\n"
                                .formatted(each.code(), each.name(), each.note()))
                    .collect(Collectors.joining()));
  }

  @Test
  void theDocumentationHasItsStatusRegister() throws Exception {
    new GeneratedTable("devices/flash.md", "status register")
        .requireIs(
            "| bit | name | means |\n| --- | --- | --- |\n"
                + Stream.of(StatusRegister.Bit.values())
                    .map(
                        each ->
                            "| %d | %s | %s |\n"
                                .formatted(each.position(), each.name(), each.note()))
                    .collect(Collectors.joining()));
  }
}
