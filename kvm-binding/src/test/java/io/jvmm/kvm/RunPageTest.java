package io.jvmm.kvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jvmm.kvm.uapi.LinuxKvm;
import io.jvmm.kvm.uapi.kvm_debug_exit_arch;
import io.jvmm.kvm.uapi.kvm_run_arm64;
import io.jvmm.vmm.VcpuExit;
import io.jvmm.vmm.VcpuExit.SystemEvent.Kind;
import io.jvmm.vmm.error.HostException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunPageTest {
  private static final long UART = 0x0900_0000;
  private static final int STORE = 1;
  private static final int LOAD = 0;

  private final MemorySegment memory = Arena.ofAuto().allocate(4096, 8);
  private final RunPage page = new RunPage(memory);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void aLoadIsTold(int width) {
    fillMmio(width, LOAD, 0);

    assertThat(page.exit()).isEqualTo(new VcpuExit.MmioRead(UART, width));
  }

  @ParameterizedTest
  @CsvSource({"1, 0xf0", "2, 0xe1f0", "4, 0xc3d2e1f0", "8, 0x8796a5b4c3d2e1f0"})
  void aStoreIsToldWithTheBytesOfItsWidthAlone(int width, String value) {
    fillMmio(width, STORE, 0x8796_a5b4_c3d2_e1f0L);

    assertThat(page.exit())
        .isEqualTo(
            new VcpuExit.MmioWrite(UART, width, Long.parseUnsignedLong(value.substring(2), 16)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 9, 16, Integer.MAX_VALUE, -1})
  void anAccessOfImpossibleWidthIsTheHostsFault(int width) {
    fillMmio(width, STORE, 0);

    assertThatThrownBy(page::exit)
        .isInstanceOf(HostException.class)
        .hasMessageContaining(Integer.toUnsignedString(width))
        .hasMessageContaining("0x9000000");
  }

  @Test
  void theValueOfALoadIsGivenToTheKernelLittleEndian() {
    fillMmio(4, LOAD, 0);

    page.completeRead(0x11223344);

    assertThat(memory.asSlice(kvmRunOffsetOfMmioData(), 4).toArray(ValueLayout.JAVA_BYTE))
        .containsExactly(0x44, 0x33, 0x22, 0x11);
  }

  @Test
  void anAccessWithoutSyndromeIsToldWithItsAddress() {
    exitReason(LinuxKvm.KVM_EXIT_ARM_NISV());
    kvm_run_arm64.arm_nisv.esr_iss(kvm_run_arm64.arm_nisv(memory), 0x93c0_0047L);
    kvm_run_arm64.arm_nisv.fault_ipa(kvm_run_arm64.arm_nisv(memory), UART);

    assertThat(page.exit()).isEqualTo(new VcpuExit.NoSyndrome(0x93c0_0047L, UART));
  }

  @ParameterizedTest
  @CsvSource({"1, SHUTDOWN", "2, RESET", "3, CRASH", "4, WAKEUP", "5, SUSPEND"})
  void systemEventsAreToldByTheirKind(int type, Kind kind) {
    fillSystemEvent(type);

    assertThat(page.exit()).isEqualTo(new VcpuExit.SystemEvent(kind));
  }

  @Test
  void aResetOfTheSecondKindIsToldApart() {
    fillSystemEvent(LinuxKvm.KVM_SYSTEM_EVENT_RESET());
    MemorySegment event = kvm_run_arm64.system_event(memory);
    kvm_run_arm64.system_event.ndata(event, 1);
    kvm_run_arm64.system_event.flags(event, LinuxKvm.KVM_SYSTEM_EVENT_RESET_FLAG_PSCI_RESET2());

    assertThat(page.exit()).isEqualTo(new VcpuExit.SystemEvent(Kind.RESET2));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 6, -1})
  void aSystemEventOfAnotherKindIsUnknown(int type) {
    fillSystemEvent(type);

    assertThat(page.exit()).isEqualTo(new VcpuExit.Unknown(LinuxKvm.KVM_EXIT_SYSTEM_EVENT()));
  }

  @Test
  void aHypercallIsToldWithItsFunction() {
    exitReason(LinuxKvm.KVM_EXIT_HYPERCALL());
    kvm_run_arm64.hypercall.nr(kvm_run_arm64.hypercall(memory), 0xc600_0001L);

    assertThat(page.exit()).isEqualTo(new VcpuExit.Hypercall(0xc600_0001L));
  }

  @Test
  void aDebugExitCarriesBothHalvesOfTheSyndrome() {
    exitReason(LinuxKvm.KVM_EXIT_DEBUG());
    MemorySegment arch = kvm_run_arm64.debug.arch(kvm_run_arm64.debug(memory));
    kvm_debug_exit_arch.hsr(arch, 0xf200_0000);
    kvm_debug_exit_arch.hsr_high(arch, 0x15);
    kvm_debug_exit_arch.far(arch, 0xffff_8000_0000_1000L);

    assertThat(page.exit()).isEqualTo(new VcpuExit.Debug(0x15_f200_0000L, 0xffff_8000_0000_1000L));
  }

  @Test
  void aFailedEntryCarriesItsReason() {
    exitReason(LinuxKvm.KVM_EXIT_FAIL_ENTRY());
    kvm_run_arm64.fail_entry.hardware_entry_failure_reason(kvm_run_arm64.fail_entry(memory), 1);

    assertThat(page.exit()).isEqualTo(new VcpuExit.EntryFailed(1));
  }

  @Test
  void aFailureInsideKvmCarriesItsSuberror() {
    exitReason(LinuxKvm.KVM_EXIT_INTERNAL_ERROR());
    kvm_run_arm64.internal.suberror(kvm_run_arm64.internal(memory), 4);

    assertThat(page.exit()).isEqualTo(new VcpuExit.BackEndFailed(4));
  }

  @Test
  void aSignalIsAnInterruption() {
    exitReason(LinuxKvm.KVM_EXIT_INTR());

    assertThat(page.exit()).isEqualTo(new VcpuExit.Interrupted());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 40, 0x7fff_ffff, -1})
  void anyOtherCodeIsUnknown(int code) {
    exitReason(code);

    assertThat(page.exit()).isEqualTo(new VcpuExit.Unknown(code));
  }

  @Test
  void anImmediateExitCanBeAskedForAndTakenBack() {
    page.immediateExit(true);
    byte asked = kvm_run_arm64.immediate_exit(memory);
    page.immediateExit(false);

    assertThat(asked).isOne();
    assertThat(kvm_run_arm64.immediate_exit(memory)).isZero();
  }

  private void fillMmio(int width, int direction, long data) {
    exitReason(LinuxKvm.KVM_EXIT_MMIO());
    MemorySegment mmio = kvm_run_arm64.mmio(memory);
    kvm_run_arm64.mmio.phys_addr(mmio, UART);
    kvm_run_arm64.mmio.len(mmio, width);
    kvm_run_arm64.mmio.is_write(mmio, (byte) direction);
    kvm_run_arm64.mmio.data(mmio, data);
  }

  private void fillSystemEvent(int type) {
    exitReason(LinuxKvm.KVM_EXIT_SYSTEM_EVENT());
    kvm_run_arm64.system_event.type(kvm_run_arm64.system_event(memory), type);
  }

  private void exitReason(int code) {
    kvm_run_arm64.exit_reason(memory, code);
  }

  private static long kvmRunOffsetOfMmioData() {
    return 32 + kvm_run_arm64.mmio.data$offset();
  }
}
