package io.jvmm.stage2;

import static io.jvmm.stage2.Stage2Attributes.RAM;
import static io.jvmm.stage2.Stage2Attributes.READ_ONLY_RAM;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jvmm.lpae.FaultKind;
import io.jvmm.stage2.Stage2Attributes.Permissions;
import io.jvmm.stage2.Translation.Fault;
import io.jvmm.vmm.error.GuestException;
import io.jvmm.vmm.memory.AddressRange;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuestRamTest {
  private static final long PAGE = 4096;
  private static final long BASE = 0x4000_0000L;
  private static final long SIZE = 16 * PAGE;
  private static final AddressRange RANGE = AddressRange.of(BASE, SIZE);

  private final GuestRam ram =
      new GuestRam(FakeHypervisor.withPages(PAGE), new Stage2Config(40, 48), Arena.ofAuto());

  @Test
  void whatADeviceWritesIsInTheMemoryThatTheGuestSees() {
    MemorySegment memory = ram.map(RANGE, RAM);

    ram.writable(BASE + 0x1234, 4).set(JAVA_BYTE, 3, (byte) 42);

    assertThat(memory.get(JAVA_BYTE, 0x1237)).isEqualTo((byte) 42);
    assertThat(ram.readable(BASE + 0x1237, 1).get(JAVA_BYTE, 0)).isEqualTo((byte) 42);
  }

  @Test
  void aDeviceGetsExactlyTheBytesThatItAskedFor() {
    ram.map(RANGE, RAM);

    assertThat(ram.readable(BASE, SIZE).byteSize()).isEqualTo(SIZE);
    assertThat(ram.writable(BASE + SIZE - 3, 3).byteSize()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "0x0, 1",
    "0x3fffffff, 1",
    "0x3fffffff, 2",
    "0x40010000, 1",
    "0x4000ffff, 2",
    "0x40000000, 0x10001",
    "0x40000000, -1",
    "0x40000000, -0x8000000000000000",
    "0x40000001, 0x7fffffffffffffff",
    "-1, 1",
    "-1, 2",
    "-0x8000000000000000, 16",
    "-0x3fff0000, 0x7fffffffffffffff",
    "0x10000000000000, 16"
  })
  void addressesThatAreNotGuestMemoryAreRefused(String address, String length) {
    ram.map(RANGE, RAM);

    assertRefused(Long.decode(address), Long.decode(length));
  }

  @Test
  void aMachineWithoutMemoryRefusesEverything() {
    assertRefused(BASE, 1);
    assertRefused(0, -1);
  }

  @ParameterizedTest
  @CsvSource({"0x40000000", "0x40010000", "0x0", "-1"})
  void nothingCanBeHadAnywhere(String address) {
    ram.map(RANGE, RAM);

    assertThat(ram.readable(Long.decode(address), 0).byteSize()).isZero();
    assertThat(ram.writable(Long.decode(address), 0).byteSize()).isZero();
  }

  @Test
  void theRefusalSaysWhatWasAskedFor() {
    ram.map(RANGE, RAM);

    assertThatExceptionOfType(GuestException.class)
        .isThrownBy(() -> ram.writable(0xdead_0000L, 0x200))
        .withMessage(
            "0x200 bytes at 0xdead0000: not all of them are writable, contiguous guest memory");
  }

  @Test
  void readOnlyMemoryCanBeReadButNotWritten() {
    ram.map(RANGE, READ_ONLY_RAM).set(JAVA_BYTE, 5, (byte) 7);

    assertThat(ram.readable(BASE + 5, 1).get(JAVA_BYTE, 0)).isEqualTo((byte) 7);
    assertThatExceptionOfType(GuestException.class).isThrownBy(() -> ram.writable(BASE + 5, 1));
  }

  @Test
  void writeOnlyMemoryCanBeWrittenButNotRead() {
    ram.map(RANGE, RAM.with(Permissions.WRITE_ONLY));

    assertThat(ram.writable(BASE, 1).byteSize()).isOne();
    assertThatExceptionOfType(GuestException.class).isThrownBy(() -> ram.readable(BASE, 1));
  }

  @Test
  void memoryThatFaultsOnEveryAccessIsNoDevicesEither() {
    Stage2Attributes untouched =
        new Stage2Attributes(
            RAM.memory(), RAM.permissions(), RAM.shareability(), false, RAM.execution());

    ram.map(RANGE, untouched);

    assertRefused(BASE, 1);
  }

  @Test
  void unmappedMemoryIsOutOfReachAtOnce() {
    ram.map(RANGE, RAM);
    assertThat(ram.readable(BASE, SIZE).byteSize()).isEqualTo(SIZE);

    ram.unmap(AddressRange.of(BASE + PAGE, PAGE));

    assertRefused(BASE + PAGE, 1);
    assertRefused(BASE, SIZE);
    assertThat(ram.readable(BASE, PAGE).byteSize()).isEqualTo(PAGE);
    assertThat(ram.writable(BASE + 2 * PAGE, SIZE - 2 * PAGE).byteSize())
        .isEqualTo(SIZE - 2 * PAGE);
  }

  @Test
  void protectedMemoryRefusesStoresAtOnceAndReadsGoOnAcrossIt() {
    MemorySegment memory = ram.map(RANGE, RAM);
    assertThat(ram.writable(BASE, SIZE).byteSize()).isEqualTo(SIZE);

    ram.protect(AddressRange.of(BASE + PAGE, PAGE), READ_ONLY_RAM);

    assertThatExceptionOfType(GuestException.class).isThrownBy(() -> ram.writable(BASE, PAGE + 1));
    assertThat(ram.readable(BASE + 1, SIZE - 1)).isEqualTo(memory.asSlice(1));
  }

  @Test
  void neighboursThatAreNotContiguousInTheHostCannotBeHadInOnePiece() {
    ram.map(RANGE, RAM);
    ram.map(AddressRange.of(BASE + SIZE, SIZE), RAM);

    assertThat(ram.readable(BASE + SIZE, 1).byteSize()).isOne();
    assertRefused(BASE + SIZE - 1, 2);
  }

  @Test
  void memoryThatReplacesTheStartOfOtherMemoryIsNotContiguousWithTheRest() {
    AddressRange start = AddressRange.of(BASE, PAGE);
    ram.map(RANGE, RAM);
    ram.unmap(start);
    ram.map(start, RAM);

    assertRefused(BASE, SIZE);
  }

  @Test
  void memoryKeepsItsContentsAcrossProtection() {
    ram.map(RANGE, RAM);
    ram.writable(BASE + PAGE, 1).set(JAVA_BYTE, 0, (byte) 9);

    ram.protect(RANGE, READ_ONLY_RAM);

    assertThat(ram.readable(BASE + PAGE, 1).get(JAVA_BYTE, 0)).isEqualTo((byte) 9);
  }

  @Test
  void theWalkerSaysTheSame() {
    ram.map(RANGE, READ_ONLY_RAM);

    assertThat(ram.translate(BASE, Stage2Access.READ)).isInstanceOf(Translation.Mapped.class);
    assertThat(ram.translate(BASE, Stage2Access.WRITE))
        .isEqualTo(new Fault(FaultKind.PERMISSION, 3));
  }

  @Test
  void rangesThatAreNotWholeHostPagesAreRefused() {
    GuestRam onLargePages =
        new GuestRam(FakeHypervisor.withPages(0x1_0000), new Stage2Config(40, 48), Arena.ofAuto());
    AddressRange odd = AddressRange.of(BASE, PAGE);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> onLargePages.map(odd, RAM))
        .withMessageContaining("page size, 0x10000");
    assertThatIllegalArgumentException().isThrownBy(() -> onLargePages.unmap(odd));
    assertThatIllegalArgumentException().isThrownBy(() -> onLargePages.protect(odd, RAM));
  }

  private void assertRefused(long address, long length) {
    assertThatExceptionOfType(GuestException.class).isThrownBy(() -> ram.readable(address, length));
    assertThatExceptionOfType(GuestException.class).isThrownBy(() -> ram.writable(address, length));
  }
}
