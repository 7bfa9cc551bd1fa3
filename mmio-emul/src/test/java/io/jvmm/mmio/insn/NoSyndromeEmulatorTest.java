package io.jvmm.mmio.insn;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.VcpuExit;
import io.jvmm.vmm.VcpuRegister;
import io.jvmm.vmm.VectorValue;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.testkit.ArrayGuestMemory;
import io.jvmm.vmm.testkit.FakeVcpu;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoSyndromeEmulatorTest {
  private static final long LOAD = 0;
  private static final long STORE = 1 << 6;
  private static final long EL1H = 0b0101;
  private static final long PAGE = 0x1000;
  private static final long RAM = 0x4000_0000L;
  private static final long DEVICE = 0x0900_0000L;
  private static final long CODE_VA = 0xffff_8000_0000_0000L;
  private static final long DEVICE_VA = 0xffff_8000_0001_0000L; // the page below it is RAM

  private static final int LDP_X0_X1_X2 = 0xa9400440;
  private static final int LDP_X0_X1_X2_POST_16 = 0xa8c10440;
  private static final int STP_X0_X1_X2 = 0xa9000440;
  private static final int LDR_X0_SP_POST_8 = 0xf84087e0;
  private static final int STR_XZR_X2_PRE_8 = 0xf8008c5f;
  private static final int LDR_Q0_X2 = 0x3dc00040;
  private static final int STR_Q0_X2 = 0x3d800040;
  private static final int LDXR_X0_X2 = 0xc85f7c40;
  private static final int DC_ZVA_X2 = 0xd50b7422;

  private final ArrayGuestMemory memory = new ArrayGuestMemory(AddressRange.of(RAM, 4 * PAGE));
  private final Map<Long, Long> pages = new HashMap<>();
  private final RecordingBus bus = new RecordingBus();
  private final FakeVcpu vcpu = new FakeVcpu();
  private final List<String> reports = new ArrayList<>();
  private NoSyndromeEmulator emulator =
      new NoSyndromeEmulator(
              (_, address) -> {
                Long page = pages.get(address & -PAGE);
                return page == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(page + (address & (PAGE - 1)));
              },
              memory)
          .reportingTo(reports::add);

  @BeforeEach
  void mapCodeAndDevice() {
    pages.put(CODE_VA, RAM);
    pages.put(DEVICE_VA - PAGE, RAM + PAGE);
    pages.put(DEVICE_VA, DEVICE);
    pages.put(DEVICE_VA + PAGE, RAM + 2 * PAGE);
    vcpu.setRegister(VcpuRegister.PSTATE, EL1H);
    vcpu.setRegister(VcpuRegister.PC, CODE_VA);
    vcpu.setRegister(VcpuRegister.X2, DEVICE_VA);
  }

  private void code(int word) {
    memory
        .writable(RAM, Integer.BYTES)
        .set(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0, word);
  }

  private boolean execute(int word, long syndrome, long address) {
    code(word);
    return emulator.emulate(vcpu, new VcpuExit.NoSyndrome(syndrome, address), bus);
  }

  private long x(int n) {
    return vcpu.register(VcpuRegister.x(n));
  }

  @Test
  void aLoadOfAPairMakesTwoAccessesAndMovesOn() {
    boolean done = execute(LDP_X0_X1_X2, LOAD, DEVICE);

    assertThat(done).isTrue();
    assertThat(bus.accesses()).containsExactly("read 0x9000000/8", "read 0x9000008/8");
    assertThat(x(0)).isEqualTo(0x0807060504030201L);
    assertThat(x(1)).isEqualTo(0x100f0e0d0c0b0a09L);
    assertThat(vcpu.register(VcpuRegister.PC)).isEqualTo(CODE_VA + 4);
  }

  @Test
  void aStoreOfAPairMakesTwoAccesses() {
    vcpu.setRegister(VcpuRegister.X0, 0x11);
    vcpu.setRegister(VcpuRegister.X1, 0x22);

    execute(STP_X0_X1_X2, STORE, DEVICE);

    assertThat(bus.accesses()).containsExactly("write 0x9000000/8 0x11", "write 0x9000008/8 0x22");
  }

  @Test
  void aWholeVectorIsTwoAccessesTheLowOneFirst() {
    vcpu.setVector(0, new VectorValue(0x11, 0x22));

    execute(STR_Q0_X2, STORE, DEVICE);

    assertThat(bus.accesses()).containsExactly("write 0x9000000/8 0x11", "write 0x9000008/8 0x22");
  }

  @Test
  void bigEndianDataIsSwapped() {
    vcpu.setRegister(VcpuRegister.SCTLR_EL1, 1 << 25);

    execute(LDR_Q0_X2, LOAD, DEVICE);
    vcpu.setRegister(VcpuRegister.PC, CODE_VA);
    execute(LDP_X0_X1_X2, LOAD, DEVICE);

    assertThat(vcpu.vector(0)).isEqualTo(new VectorValue(0x090a0b0c0d0e0f10L, 0x0102030405060708L));
    assertThat(x(0)).isEqualTo(0x0102030405060708L);
  }

  @ParameterizedTest
  @CsvSource({"0, 24, true", "0, 25, false", "5, 24, false", "5, 25, true", "4, 25, true"})
  void theByteOrderIsThatOfTheExceptionLevel(long pstate, int bit, boolean swapped) {
    vcpu.setRegister(VcpuRegister.PSTATE, pstate);
    vcpu.setRegister(VcpuRegister.SCTLR_EL1, 1L << bit);

    execute(LDP_X0_X1_X2, LOAD, DEVICE);

    assertThat(x(0)).isEqualTo(swapped ? 0x0102030405060708L : 0x0807060504030201L);
  }

  @Test
  void theBaseIsWrittenBack() {
    execute(LDP_X0_X1_X2_POST_16, LOAD, DEVICE);

    assertThat(x(2)).isEqualTo(DEVICE_VA + 16);
  }

  @Test
  void aBaseThatIsLoadedAndWrittenBackIsWrittenBack() {
    int loadsItsBase = 0xf8408442; // ldr x2, [x2], #8

    execute(loadsItsBase, LOAD, DEVICE);

    assertThat(x(2)).isEqualTo(DEVICE_VA + 8);
  }

  @ParameterizedTest
  @CsvSource({"0, SP_EL0", "4, SP_EL0", "5, SP_EL1"})
  void theStackPointerIsThatOfTheMode(long pstate, VcpuRegister expected) {
    vcpu.setRegister(VcpuRegister.PSTATE, pstate);
    vcpu.setRegister(expected, DEVICE_VA);

    boolean done = execute(LDR_X0_SP_POST_8, LOAD, DEVICE);

    assertThat(done).isTrue();
    assertThat(vcpu.register(expected)).isEqualTo(DEVICE_VA + 8);
  }

  @Test
  void theZeroRegisterStoresZero() {
    execute(STR_XZR_X2_PRE_8, STORE, DEVICE + 8);

    assertThat(bus.accesses()).containsExactly("write 0x9000008/8 0x0");
  }

  @Test
  void anAccessThatIsNotAlignedIsMadeByteByByte() {
    vcpu.setRegister(VcpuRegister.X2, DEVICE_VA + 1);
    int ldrWord = 0xb8404440; // ldr w0, [x2], #4

    execute(ldrWord, LOAD, DEVICE + 1);

    assertThat(bus.accesses())
        .containsExactly(
            "read 0x9000001/1", "read 0x9000002/1", "read 0x9000003/1", "read 0x9000004/1");
    assertThat(x(0)).isEqualTo(0x05040302);
  }

  @Test
  void aPairThatStartsInRamTakesItsFirstHalfFromThere() {
    vcpu.setRegister(VcpuRegister.X2, DEVICE_VA - 8);
    memory.writable(RAM + 2 * PAGE - 8, 8).fill((byte) 0x77);

    execute(LDP_X0_X1_X2, LOAD, DEVICE);

    assertThat(bus.accesses()).containsExactly("read 0x9000000/8");
    assertThat(x(0)).isEqualTo(0x7777777777777777L);
    assertThat(x(1)).isEqualTo(0x0807060504030201L);
  }

  @Test
  void aPairThatEndsInRamPutsItsSecondHalfThere() {
    vcpu.setRegister(VcpuRegister.X0, 0x11);
    vcpu.setRegister(VcpuRegister.X1, 0x22);
    vcpu.setRegister(VcpuRegister.X2, DEVICE_VA + PAGE - 8);

    execute(STP_X0_X1_X2, STORE, DEVICE + PAGE - 8);

    assertThat(bus.accesses()).containsExactly("write 0x9000ff8/8 0x11");
    assertThat(memory.readable(RAM + 2 * PAGE, 1).get(ValueLayout.JAVA_BYTE, 0))
        .isEqualTo((byte) 0x22);
  }

  @Test
  void anotherPageWithoutMemoryIsOnTheBusToo() {
    pages.put(DEVICE_VA + PAGE, 0x0a00_0000L);
    vcpu.setRegister(VcpuRegister.X2, DEVICE_VA + PAGE - 8);

    execute(LDP_X0_X1_X2, LOAD, DEVICE + PAGE - 8);

    assertThat(bus.accesses()).containsExactly("read 0x9000ff8/8", "read 0xa000000/8");
  }

  @Test
  void aSoftwareStepIsDoneAndTheBranchTypeForgotten() {
    vcpu.setRegister(VcpuRegister.PSTATE, EL1H | 1 << 21 | 0b11 << 10 | 1L << 31);

    execute(LDP_X0_X1_X2, LOAD, DEVICE);

    assertThat(vcpu.register(VcpuRegister.PSTATE)).isEqualTo(EL1H | 1L << 31);
  }

  @Test
  void aBlockIsZeroedFromItsStartWhereItsSizeIsKnown() {
    emulator = emulator.withZeroBlock(() -> OptionalInt.of(32));
    vcpu.setRegister(VcpuRegister.X2, DEVICE_VA + 0x2b);

    boolean done = execute(DC_ZVA_X2, STORE, DEVICE + 0x2b);

    assertThat(done).isTrue();
    assertThat(bus.accesses())
        .containsExactly(
            "write 0x9000020/8 0x0",
            "write 0x9000028/8 0x0",
            "write 0x9000030/8 0x0",
            "write 0x9000038/8 0x0");
  }

  @Test
  void aBlockOfUnknownSizeIsRefused() {
    requireRefusal(DC_ZVA_X2, STORE, DEVICE, "DC ZVA");
  }

  @Test
  void aRefusalIsReportedOnceWithPlaceInstructionAndAddress() {
    execute(LDXR_X0_X2, LOAD, DEVICE);
    execute(LDXR_X0_X2, LOAD, DEVICE);

    assertThat(reports).hasSize(1);
    assertThat(reports.getFirst())
        .contains("vcpu0", "0xffff800000000000", "0xc85f7c40", "LDXR", "0x9000000", "exclusive");
  }

  @Test
  void noMoreThanALimitOfPlacesIsReported() {
    for (int i = 0; i < 2 * RefusalReport.LIMIT; i++) {
      vcpu.setRegister(VcpuRegister.PC, CODE_VA + 4L * i);
      emulator.emulate(vcpu, new VcpuExit.NoSyndrome(LOAD, DEVICE), bus);
    }

    assertThat(reports).hasSize(RefusalReport.LIMIT);
  }

  @Test
  void anAddressThatTheInstructionDoesNotAccessIsRefused() {
    requireRefusal(LDP_X0_X1_X2, LOAD, DEVICE + 16, "does not access");
  }

  @Test
  void aLoadThatTrappedAsAStoreIsRefused() {
    requireRefusal(LDP_X0_X1_X2, STORE, DEVICE, "no store");
  }

  @Test
  void aStoreThatTrappedAsALoadIsRefused() {
    requireRefusal(STP_X0_X1_X2, LOAD, DEVICE, "no load");
  }

  @ParameterizedTest
  @ValueSource(longs = {0x10, 0x1f, 0x8, 0x9, 0xc, 0xd})
  void aGuestInAnotherStateThanAArch64AtEl0OrEl1IsRefused(long pstate) {
    vcpu.setRegister(VcpuRegister.PSTATE, pstate);

    requireRefusal(LDP_X0_X1_X2, LOAD, DEVICE, "PSTATE");
  }

  @Test
  void aSecondPageThatIsNotMappedIsRefusedBeforeTheFirstIsAccessed() {
    pages.remove(DEVICE_VA + PAGE);
    vcpu.setRegister(VcpuRegister.X2, DEVICE_VA + PAGE - 8);

    requireRefusal(LDP_X0_X1_X2, LOAD, DEVICE + PAGE - 8, "does not map 0xffff800000011000");
  }

  @ParameterizedTest
  @ValueSource(longs = {0x1234_5000L, CODE_VA + 2, DEVICE_VA, -4})
  void codeThatCannotBeReadIsRefused(long pc) {
    vcpu.setRegister(VcpuRegister.PC, pc);

    requireRefusal(LDP_X0_X1_X2, LOAD, DEVICE, "an instruction that cannot be read");
  }

  @Test
  void codeBeyondTheEndOfRamIsRefused() {
    pages.put(CODE_VA, RAM + 4 * PAGE);

    requireRefusal(LDP_X0_X1_X2, LOAD, DEVICE, "cannot be read");
  }

  private void requireRefusal(int word, long syndrome, long address, String reason) {
    long pc = vcpu.register(VcpuRegister.PC);
    long base = x(2);

    boolean done = execute(word, syndrome, address);

    assertThat(done).isFalse();
    assertThat(bus.accesses()).isEmpty();
    assertThat(vcpu.register(VcpuRegister.PC)).isEqualTo(pc);
    assertThat(x(2)).isEqualTo(base);
    assertThat(reports).singleElement().asString().contains(reason);
  }

  @Test
  void whateverTheGuestDoesItIsDoneOrRefused() {
    Random random = new Random(7);
    emulator = emulator.withZeroBlock(() -> OptionalInt.of(2048));
    int done = 0;

    for (int i = 0; i < 20_000; i++) {
      bus.accesses().clear();
      randomRegisters(random);
      Encoding row = LoadStores.encodings().get(random.nextInt(LoadStores.encodings().size()));
      int word = row.pattern().value() | (random.nextInt() & ~row.pattern().mask());
      boolean carriedOut = execute(word, random.nextInt() & STORE, DEVICE);
      done += carriedOut ? 1 : 0;
      long moved = vcpu.register(VcpuRegister.PC) - CODE_VA;
      assertThat(moved).isEqualTo(carriedOut ? 4 : 0);
      assertThat(carriedOut || bus.accesses().isEmpty()).isTrue();
    }

    assertThat(done).isGreaterThan(1000);
  }

  private void randomRegisters(Random random) {
    for (int n = 0; n < 31; n++) {
      long value = random.nextInt(4) == 0 ? random.nextLong() : DEVICE_VA;
      vcpu.setRegister(VcpuRegister.x(n), value);
    }
    vcpu.setRegister(VcpuRegister.SP_EL1, DEVICE_VA);
    vcpu.setRegister(VcpuRegister.PC, CODE_VA);
    vcpu.setRegister(VcpuRegister.SCTLR_EL1, random.nextLong());
    memory.writable(RAM, PAGE).fill((byte) 0);
  }
}
