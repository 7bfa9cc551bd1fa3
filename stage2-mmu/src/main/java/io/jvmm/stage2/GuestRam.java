package io.jvmm.stage2;

import io.jvmm.vmm.Hypervisor;
import io.jvmm.vmm.HypervisorLimits;
import io.jvmm.vmm.MemorySlot;
import io.jvmm.vmm.Vm;
import io.jvmm.vmm.memory.AddressRange;
import io.jvmm.vmm.memory.GuestMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * A guest's memory. The stage-2 tables are the one place that says what is where; after each change
 * of them, what devices may touch and the hypervisor's memory slots are derived anew.
 *
 * <p>Safe for use by any thread, with one rule that the hypervisor makes: vCPUs must not run while
 * memory that they use changes, since a slot is removed before its successors are added. A range
 * that was {@linkplain #map mapped} by itself, such as a bank of flash, is a slot by itself: a
 * vCPU's thread may {@linkplain #protect take it away and give it back} while others run, for no
 * other memory is touched. Devices need not be stopped, but bytes that they were given before a
 * change stay in their hands.
 */
public final class GuestRam implements GuestMemory {
  private final Hypervisor hypervisor;
  private final HypervisorLimits limits;
  private final Arena arena;
  private final Stage2Tables tables; // guarded by this
  private final OutputSpace outputs = new OutputSpace(); // guarded by this
  private Optional<Vm> vm = Optional.empty(); // guarded by this
  private SlotPlan slots = SlotPlan.EMPTY; // of vm; guarded by this
  private boolean writesLogged; // guarded by this
  private volatile MemoryMap map = MemoryMap.EMPTY; // written under this

  /**
   * No memory yet.
   *
   * @param hypervisor whose host the memory comes from
   * @param config the shape of the guest-physical space
   * @param arena a shared one; its end gives tables and memory back, so it comes after the virtual
   *     machine's
   */
  public GuestRam(Hypervisor hypervisor, Stage2Config config, Arena arena) {
    this.hypervisor = hypervisor;
    this.limits = hypervisor.limits();
    this.arena = arena;
    this.tables = new Stage2Tables(config, arena);
  }

  /**
   * Reserves zeroed memory and maps it. Where a huge page of the host's fits, host and guest
   * addresses agree modulo its size, so that the hypervisor can map huge pages as blocks.
   *
   * @param range a multiple of the host's page size, nothing of it mapped yet
   * @return the memory, for the host to use whatever the attributes say: to fill read-only memory,
   *     say
   * @throws IllegalArgumentException if the range is not as it should be
   * @throws io.jvmm.vmm.error.HostException if the host has not got the memory, or too few slots
   */
  public synchronized MemorySegment map(AddressRange range, Stage2Attributes attributes) {
    requireHostPages(range);
    MemorySegment memory = reserve(range);
    tables.map(range, outputs.place(memory, range.start()), attributes);
    publish();
    return memory;
  }

  /**
   * Unmaps what is mapped in a range. Its memory stays reserved until the arena ends.
   *
   * @param range a multiple of the host's page size
   * @throws IllegalArgumentException if it is not
   */
  public synchronized void unmap(AddressRange range) {
    requireHostPages(range);
    tables.unmap(range);
    publish();
  }

  /**
   * Gives what is mapped in a range other attributes; what is not mapped stays so. Without any
   * permissions the memory is as good as unmapped, and keeps its contents: each access exits.
   *
   * @param range a multiple of the host's page size
   * @throws IllegalArgumentException if it is not
   * @throws io.jvmm.vmm.error.HostException if the host has too few slots
   */
  public synchronized void protect(AddressRange range, Stage2Attributes attributes) {
    requireHostPages(range);
    tables.protect(range, attributes);
    publish();
  }

  /**
   * Gives a virtual machine this memory, now and after every change. One that was attached before
   * (the machine before a reset) is left alone from now on; the memory keeps its contents.
   *
   * @throws io.jvmm.vmm.error.HostException if the host refuses
   */
  public synchronized void attach(Vm machine) {
    vm = Optional.of(machine);
    slots = SlotPlan.EMPTY;
    plan(machine);
  }

  /**
   * Has the hypervisor record from now on which pages the guest writes, or no longer. What devices
   * write is not recorded.
   */
  public synchronized void logWrites(boolean wanted) {
    writesLogged = wanted;
    vm.ifPresent(this::plan);
  }

  /** What a processor would make of the guest's access to an address, taken as unsigned. */
  public synchronized Translation translate(long ipa, Stage2Access access) {
    return tables.walk(ipa, access);
  }

  /**
   * What the tables say now. An output address in them is a place in the host memory that was
   * reserved for this guest, laid out one range after the other.
   */
  public synchronized TableSummary summary() {
    return tables.summary();
  }

  @Override
  public MemorySegment readable(long address, long length) {
    return map.slice(address, length, Stage2Access.READ);
  }

  @Override
  public MemorySegment writable(long address, long length) {
    return map.slice(address, length, Stage2Access.WRITE);
  }

  /** Devices first: what was taken from the guest is out of their reach when this returns. */
  private void publish() {
    map = MemoryMap.of(tables, outputs);
    vm.ifPresent(this::plan);
  }

  private void plan(Vm machine) {
    SlotPlan next = slots.next(map, limits, writesLogged);
    for (MemorySlot gone : slots.without(next)) {
      machine.unmapSlot(gone.index());
    }
    for (MemorySlot added : next.without(slots)) {
      machine.mapSlot(added);
    }
    slots = next;
  }

  private MemorySegment reserve(AddressRange range) {
    long hugePage = limits.pageSize() / Long.BYTES * limits.pageSize(); // a table full of pages
    if (range.size() < hugePage) {
      return hypervisor.reserveMemory(range.size(), arena);
    }
    MemorySegment larger = hypervisor.reserveMemory(range.size() + hugePage, arena);
    long offset = range.start().value() - larger.address() & hugePage - 1;
    return larger.asSlice(offset, range.size());
  }

  private void requireHostPages(AddressRange range) {
    if (!range.start().isAligned(limits.pageSize()) || range.size() % limits.pageSize() != 0) {
      throw new IllegalArgumentException(
          "%s is no multiple of the host's page size, 0x%x".formatted(range, limits.pageSize()));
    }
  }
}
