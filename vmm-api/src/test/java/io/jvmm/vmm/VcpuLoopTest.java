package io.jvmm.vmm;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.StopReason.Kind;
import io.jvmm.vmm.VcpuExit.SystemEvent;
import io.jvmm.vmm.irq.PrivateInterrupts;
import io.jvmm.vmm.irq.PrivateLine;
import io.jvmm.vmm.irq.PrivateLines;
import io.jvmm.vmm.mmio.MmioBus;
import io.jvmm.vmm.testkit.FakeVcpu;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VcpuLoopTest {
  private static final VcpuExit POWER_OFF = new SystemEvent(SystemEvent.Kind.SHUTDOWN);

  private final StopSignal stop = new StopSignal();
  private final List<String> writes = new ArrayList<>();
  private final MmioBus bus =
      new MmioBus() {
        @Override
        public long read(long address, int width) {
          return address + width;
        }

        @Override
        public void write(long address, int width, long value) {
          writes.add("0x%x/%d=0x%x".formatted(address, width, value));
        }
      };

  @Test
  void aLoadIsAnsweredWithWhatTheBusReads() {
    FakeVcpu vcpu = new FakeVcpu(new VcpuExit.MmioRead(0x1000, 4), POWER_OFF);

    run(vcpu);

    assertThat(vcpu.completedReads()).containsExactly(0x1004L);
  }

  @Test
  void aStoreGoesToTheBus() {
    run(new FakeVcpu(new VcpuExit.MmioWrite(0x2000, 2, 0xbeef), POWER_OFF));

    assertThat(writes).containsExactly("0x2000/2=0xbeef");
  }

  @Test
  void anAccessWithoutSyndromeIsAnsweredWithAnExternalAbort() {
    FakeVcpu vcpu = new FakeVcpu(new VcpuExit.NoSyndrome(0x93000000L, 0x3000), POWER_OFF);

    run(vcpu);

    assertThat(vcpu.externalAborts()).isEqualTo(1);
  }

  @Test
  void anAccessWithoutSyndromeThatIsEmulatedIsNoAbort() {
    FakeVcpu vcpu = new FakeVcpu(new VcpuExit.NoSyndrome(0x93000000L, 0x3000), POWER_OFF);
    AccessEmulator storesWhereItFaulted =
        (_, access, port) -> {
          port.write(access.address(), 8, 0xf00d);
          return true;
        };

    run(
        vcpu,
        new Board(bus, storesWhereItFaulted, PrivateInterrupts.BACK_END, SystemSuspend.ALONE));

    assertThat(writes).containsExactly("0x3000/8=0xf00d");
    assertThat(vcpu.externalAborts()).isZero();
  }

  @Test
  void aPrivateLineIsPassedOnOnceForEachChange() {
    VcpuExit nothing = new VcpuExit.Interrupted();
    FakeVcpu vcpu = new FakeVcpu(2, nothing, nothing, POWER_OFF);
    vcpu.privateLines(PrivateLines.NONE.with(PrivateLine.VIRTUAL_TIMER));
    List<String> updates = new ArrayList<>();

    run(
        vcpu,
        new Board(
            bus,
            AccessEmulator.NONE,
            (id, lines) -> updates.add(id + ": " + lines),
            SystemSuspend.ALONE));

    assertThat(updates).containsExactly("vcpu2: VIRTUAL_TIMER");
  }

  @Test
  void aChangeOfALineIsAnsweredWithTheFirstExitThatTheGuestCaused() {
    VcpuExit first = new VcpuExit.MmioWrite(0x1000, 4, 1);
    VcpuExit second = new VcpuExit.MmioWrite(0x2000, 4, 2);
    FakeVcpu vcpu = new FakeVcpu(new VcpuExit.Interrupted(), first, second, POWER_OFF);
    vcpu.privateLines(PrivateLines.NONE.with(PrivateLine.VIRTUAL_TIMER));
    PrivateInterrupts recorder =
        new PrivateInterrupts() {
          @Override
          public void update(VcpuId id, PrivateLines lines) {
            writes.add("update");
          }

          @Override
          public void answered(VcpuId id) {
            writes.add("answered");
          }
        };

    run(vcpu, new Board(bus, AccessEmulator.NONE, recorder, SystemSuspend.ALONE));

    assertThat(writes).containsExactly("update", "0x1000/4=0x1", "answered", "0x2000/4=0x2");
  }

  @ParameterizedTest
  @CsvSource({"SHUTDOWN,POWERED_OFF", "RESET,RESET", "RESET2,RESET", "CRASH,CRASHED"})
  void aSystemEventThatEndsTheMachineStopsItForItsOwnReason(SystemEvent.Kind event, Kind reason) {
    StopReason stopped = run(new FakeVcpu(new SystemEvent(event)));

    assertThat(stopped.kind()).isEqualTo(reason);
  }

  @Test
  void aResetOfTheSecondKindTellsItsTypeAndCookie() {
    FakeVcpu vcpu = new FakeVcpu(new SystemEvent(SystemEvent.Kind.RESET2));
    vcpu.setRegister(VcpuRegister.X1, 0x8000_0001L);
    vcpu.setRegister(VcpuRegister.X2, 0xc00c1e);

    assertThat(run(vcpu).detail()).contains("0x80000001").contains("0xc00c1e");
  }

  @Test
  void aGuestThatSuspendsSleepsAndGoesOnWhenItIsWoken() {
    SystemEvent suspend = new SystemEvent(SystemEvent.Kind.SUSPEND);
    SystemEvent wakeup = new SystemEvent(SystemEvent.Kind.WAKEUP);
    FakeVcpu vcpu = new FakeVcpu(suspend, wakeup, POWER_OFF);

    StopReason stopped = run(vcpu);

    assertThat(vcpu.suspensions()).isEqualTo(1);
    assertThat(stopped.kind()).isEqualTo(Kind.POWERED_OFF);
  }

  @Test
  void aGuestThatMayNotSuspendIsToldThatItIsDenied() {
    FakeVcpu vcpu = new FakeVcpu(new SystemEvent(SystemEvent.Kind.SUSPEND), POWER_OFF);
    SystemSuspend never = _ -> false;

    run(vcpu, new Board(bus, AccessEmulator.NONE, PrivateInterrupts.BACK_END, never));

    assertThat(vcpu.suspensions()).isZero();
    assertThat(vcpu.register(VcpuRegister.X0)).isEqualTo(-3);
  }

  @Test
  void anErrandIsRunBeforeTheGuestRunsAgain() {
    FakeVcpu vcpu = new FakeVcpu(POWER_OFF);
    VcpuLoop loop = new VcpuLoop(vcpu, Board.of(bus), stop);

    loop.send(each -> each.setRegister(VcpuRegister.X5, 7));
    loop.run();

    assertThat(vcpu.kicks()).isEqualTo(1);
    assertThat(vcpu.register(VcpuRegister.X5)).isEqualTo(7);
  }

  @Test
  void anUnknownExitStopsTheMachineAndNamesTheVcpuAndTheCode() {
    StopReason stopped = run(new FakeVcpu(new VcpuExit.Unknown(99)));

    assertThat(stopped.kind()).isEqualTo(Kind.CRASHED);
    assertThat(stopped.detail()).contains("vcpu0").contains("99");
  }

  @Test
  void anInterruptedVcpuGoesOnWhileNobodyAsksForAStop() {
    StopReason stopped = run(new FakeVcpu(new VcpuExit.Interrupted(), POWER_OFF));

    assertThat(stopped.kind()).isEqualTo(Kind.POWERED_OFF);
  }

  @Test
  void aStopAskedForByAnotherThreadEndsTheLoopBeforeTheGuestRunsAgain() {
    stop.request(new StopReason(Kind.HALTED, "asked to"));

    StopReason stopped = run(new FakeVcpu());

    assertThat(stopped).isEqualTo(new StopReason(Kind.HALTED, "asked to"));
  }

  @Test
  void theFirstReasonToStopIsTheOneThatCounts() {
    stop.request(StopReason.of(Kind.TIMED_OUT));
    stop.request(StopReason.of(Kind.HALTED));

    assertThat(stop.reason()).contains(StopReason.of(Kind.TIMED_OUT));
  }

  private StopReason run(FakeVcpu vcpu) {
    return run(vcpu, Board.of(bus));
  }

  private StopReason run(FakeVcpu vcpu, Board board) {
    return new VcpuLoop(vcpu, board, stop).run();
  }
}
