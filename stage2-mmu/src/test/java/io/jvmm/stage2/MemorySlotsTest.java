package io.jvmm.stage2;

import static io.jvmm.stage2.Stage2Attributes.RAM;
import static io.jvmm.stage2.Stage2Attributes.READ_ONLY_RAM;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jvmm.stage2.Stage2Attributes.Permissions;
import io.jvmm.vmm.MemorySlot;
import io.jvmm.vmm.MemorySlot.Access;
import io.jvmm.vmm.error.HostException;
import io.jvmm.vmm.memory.AddressRange;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a virtual machine is told of its memory. */
class MemorySlotsTest {
  private static final long PAGE = 4096;
  private static final long BASE = 0x4000_0000L;
  private static final int PAGES = 64;
  private static final AddressRange RANGE = AddressRange.of(BASE, PAGES * PAGE);

  private final SlotVm vm = new SlotVm();
  private final GuestRam ram = on(FakeHypervisor.withPages(PAGE));

  @Test
  void memoryMappedBeforeTheMachineIsThereBecomesOneSlot() {
    MemorySegment memory = ram.map(RANGE, RAM);

    ram.attach(vm);

    assertThat(vm.slots()).containsExactly(new MemorySlot(0, RANGE, memory, Access.READ_WRITE));
  }

  @Test
  void memoryMappedLaterIsAddedAndTheRestLeftAlone() {
    ram.map(RANGE, RAM);
    ram.attach(vm);
    vm.forgetCalls();

    MemorySegment rom = ram.map(AddressRange.of(0, PAGE), READ_ONLY_RAM);

    assertThat(vm.calls()).containsExactly("map 1");
    assertThat(vm.slot(1))
        .isEqualTo(new MemorySlot(1, AddressRange.of(0, PAGE), rom, Access.READ_ONLY));
  }

  @Test
  void aProtectedPageCutsItsSlotInThree() {
    MemorySegment memory = ram.map(RANGE, RAM);
    ram.attach(vm);

    ram.protect(AddressRange.of(BASE + PAGE, PAGE), READ_ONLY_RAM);

    assertThat(vm.slots())
        .containsExactly(
            slot(0, 0, 1, memory, Access.READ_WRITE),
            slot(1, 1, 1, memory, Access.READ_ONLY),
            slot(2, 2, PAGES - 2, memory, Access.READ_WRITE));
  }

  @Test
  void undoingTheProtectionJoinsThemAgain() {
    ram.map(RANGE, RAM);
    ram.attach(vm);

    ram.protect(AddressRange.of(BASE + PAGE, PAGE), READ_ONLY_RAM);
    ram.protect(AddressRange.of(BASE + PAGE, PAGE), RAM);

    assertThat(vm.slots()).extracting(MemorySlot::guest).containsExactly(RANGE);
  }

  @Test
  void aChangeThatChangesNothingCallsNobody() {
    ram.map(RANGE, RAM);
    ram.attach(vm);
    vm.forgetCalls();

    ram.protect(RANGE, RAM);
    ram.unmap(AddressRange.of(0, PAGE));

    assertThat(vm.calls()).isEmpty();
  }

  @Test
  void neighboursFromDifferentMemoryStayTwoSlots() {
    ram.map(RANGE, RAM);
    ram.map(AddressRange.of(RANGE.endExclusive(), PAGE), RAM);

    ram.attach(vm);

    assertThat(vm.slots()).hasSize(2);
  }

  @Test
  void memoryThatReplacesTheStartOfOtherMemoryIsASlotOfItsOwn() {
    AddressRange start = AddressRange.of(BASE, 16 * PAGE);
    ram.map(RANGE, RAM);
    ram.unmap(start);
    ram.map(start, RAM);

    ram.attach(vm);

    assertThat(vm.slots()).hasSize(2);
  }

  @Test
  void memoryThatCannotBeReadHasNoSlot() {
    ram.map(RANGE, RAM.with(Permissions.WRITE_ONLY));
    ram.attach(vm);

    ram.map(AddressRange.of(0, PAGE), RAM.with(Permissions.NONE));

    assertThat(vm.slots()).isEmpty();
  }

  @Test
  void memoryIsTakenAwayAndGivenBackWithItsContentsWhileTheRestIsLeftAlone() {
    AddressRange bank = AddressRange.of(0, 16 * PAGE);
    AddressRange neighbour = AddressRange.of(bank.endExclusive(), 16 * PAGE);
    ram.map(RANGE, RAM);
    ram.map(neighbour, READ_ONLY_RAM);
    MemorySegment memory = ram.map(bank, READ_ONLY_RAM);
    ram.attach(vm);
    MemorySlot shown = slotAt(bank);
    vm.forgetCalls();

    ram.protect(bank, READ_ONLY_RAM.with(Permissions.NONE));
    assertThat(vm.calls()).containsExactly("unmap " + shown.index());
    memory.set(JAVA_BYTE, 5, (byte) 7);
    ram.protect(bank, READ_ONLY_RAM);

    assertThat(vm.calls()).containsExactly("unmap " + shown.index(), "map " + shown.index());
    assertThat(slotAt(bank)).isEqualTo(shown);
    assertThat(shown.access()).isEqualTo(Access.READ_ONLY);
    assertThat(ram.readable(5, 1).get(JAVA_BYTE, 0)).isEqualTo((byte) 7);
  }

  private MemorySlot slotAt(AddressRange range) {
    return vm.slots().stream().filter(slot -> slot.guest().equals(range)).findAny().orElseThrow();
  }

  @Test
  void anotherMachineGetsAllOfItAndTheFirstIsLeftAlone() {
    ram.map(RANGE, RAM);
    ram.attach(vm);
    SlotVm afterReset = new SlotVm();

    ram.attach(afterReset);
    ram.unmap(AddressRange.of(BASE, PAGE));

    assertThat(vm.calls()).containsExactly("map 0");
    assertThat(afterReset.calls()).containsExactly("map 0", "unmap 0", "map 0");
  }

  @ParameterizedTest
  @CsvSource({"0x0", "0x3000", "0x1ff000"})
  void memoryThatHoldsAHugePageLiesInTheHostAsItDoesInTheGuest(String offset) {
    AddressRange range = AddressRange.of(BASE + Long.decode(offset), 2L << 20);

    MemorySegment memory = ram.map(range, RAM);

    assertThat(memory.byteSize()).isEqualTo(range.size());
    assertThat((memory.address() - range.start().value()) % (2L << 20)).isZero();
  }

  @Test
  void whileWritesAreLoggedWritableSlotsSaySo() {
    MemorySegment memory = ram.map(RANGE, RAM);
    MemorySegment rom = ram.map(AddressRange.of(0, PAGE), READ_ONLY_RAM);
    ram.attach(vm);
    vm.forgetCalls();

    ram.logWrites(true);

    assertThat(vm.slots())
        .containsExactlyInAnyOrder(
            new MemorySlot(1, RANGE, memory, Access.DIRTY_LOGGED),
            new MemorySlot(0, AddressRange.of(0, PAGE), rom, Access.READ_ONLY));
    assertThat(vm.calls()).containsExactly("unmap 1", "map 1");
  }

  @Test
  void whenWritesAreNoLongerLoggedTheSlotsAreAsBefore() {
    MemorySegment memory = ram.map(RANGE, RAM);
    ram.logWrites(true);
    ram.attach(vm);

    ram.logWrites(false);

    assertThat(vm.slots()).containsExactly(new MemorySlot(0, RANGE, memory, Access.READ_WRITE));
  }

  @Test
  void aHostWithTooFewSlotsIsSaidToHaveTooFew() {
    GuestRam scattered = on(FakeHypervisor.withSlots(2));
    scattered.map(RANGE, RAM);
    scattered.attach(vm);

    assertThatExceptionOfType(HostException.class)
        .isThrownBy(() -> scattered.protect(AddressRange.of(BASE + PAGE, PAGE), READ_ONLY_RAM))
        .withMessageContaining("3 pieces")
        .withMessageContaining("has 2 (KVM_CAP_NR_MEMSLOTS)");
  }

  @Test
  void whatIsLessThanAHostPageHasNoSlot() {
    Stage2Tables tables = new Stage2Tables(new Stage2Config(40, 48), Arena.ofAuto());
    OutputSpace outputs = new OutputSpace();
    AddressRange all = AddressRange.of(BASE, 0x4_0000);
    MemorySegment memory = Arena.ofAuto().allocate(all.size(), 0x1_0000);
    tables.map(all, outputs.place(memory, all.start()), RAM);
    tables.unmap(AddressRange.of(BASE, PAGE));
    tables.unmap(AddressRange.of(BASE + 0x3_f000, PAGE));

    SlotPlan plan =
        SlotPlan.EMPTY.next(
            MemoryMap.of(tables, outputs), FakeHypervisor.withPages(0x1_0000).limits(), false);

    assertThat(plan.slots())
        .containsExactly(
            new MemorySlot(
                0,
                AddressRange.of(BASE + 0x1_0000, 0x2_0000),
                memory.asSlice(0x1_0000, 0x2_0000),
                Access.READ_WRITE));
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "4"})
  void afterAnyChangesTheSlotsAreTheModelsRuns(long seed) {
    Random random = new Random(seed);
    PageModel model = new PageModel(PAGE);
    MemorySegment memory = ram.map(RANGE, RAM);
    model.map(RANGE, memory.address(), RAM);
    ram.attach(vm);

    for (int i = 0; i < 500; i++) {
      changeBoth(model, random);
      assertThat(vm.slots())
          .extracting(MemorySlotsTest::withoutIndex)
          .containsExactlyInAnyOrderElementsOf(expected(model));
    }
  }

  /** Unmapped memory stays so: there is no way to map the same memory again. */
  private void changeBoth(PageModel model, Random random) {
    long first = random.nextInt(PAGES);
    long count = random.nextLong(1, Math.min(PAGES - first, 8) + 1);
    AddressRange range = AddressRange.of(BASE + first * PAGE, count * PAGE);
    if (random.nextInt(40) == 0) {
      ram.unmap(range);
      model.unmap(range);
    } else {
      Stage2Attributes attributes = random.nextBoolean() ? RAM : READ_ONLY_RAM;
      ram.protect(range, attributes);
      model.protect(range, attributes);
    }
  }

  private record Unnumbered(AddressRange guest, long hostAddress, Access access) {}

  private static Unnumbered withoutIndex(MemorySlot slot) {
    return new Unnumbered(slot.guest(), slot.host().address(), slot.access());
  }

  private static List<Unnumbered> expected(PageModel model) {
    List<Unnumbered> slots = new ArrayList<>();
    for (PageModel.Run run : model.runs()) {
      boolean writable = run.first().attributes().equals(RAM);
      slots.add(
          new Unnumbered(
              run.guest(), run.first().output(), writable ? Access.READ_WRITE : Access.READ_ONLY));
    }
    return slots;
  }

  private static MemorySlot slot(
      int index, long firstPage, long pages, MemorySegment memory, Access access) {
    return new MemorySlot(
        index,
        AddressRange.of(BASE + firstPage * PAGE, pages * PAGE),
        memory.asSlice(firstPage * PAGE, pages * PAGE),
        access);
  }

  private static GuestRam on(FakeHypervisor hypervisor) {
    return new GuestRam(hypervisor, new Stage2Config(40, 48), Arena.ofAuto());
  }
}
