package io.jvmm.monitor.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.Board;
import io.jvmm.vmm.StopSignal;
import io.jvmm.vmm.VcpuExit.SystemEvent;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.VcpuLoop;
import io.jvmm.vmm.mmio.MmioBus;
import io.jvmm.vmm.testkit.FakeVcpu;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** PSCI SYSTEM_SUSPEND is for the last processor that is on (Arm DEN 0022F, 5.1.19). */
class PowerCensusTest {
  private static final VcpuId CALLER = new VcpuId(0);

  private final PowerCensus census = new PowerCensus();
  private final FakeVcpu second = new FakeVcpu(1, new SystemEvent(SystemEvent.Kind.SHUTDOWN));
  private final VcpuLoop secondLoop = loop(second);

  PowerCensusTest() {
    census.of(List.of(loop(new FakeVcpu(0)), secondLoop));
  }

  @Test
  void theOnlyOneThatIsOnMaySuspend() {
    second.powerOff();
    second.onKick(secondLoop::run);

    assertThat(census.isPermitted(CALLER)).isTrue();
  }

  @Test
  void whileAnotherIsOnNobodyMaySuspend() {
    second.onKick(secondLoop::run);

    assertThat(census.isPermitted(CALLER)).isFalse();
  }

  @Test
  void ofTwoThatAskAtOnceTheSecondIsDeniedWithoutWaiting() {
    List<Boolean> answers = new ArrayList<>();
    second.onKick(
        () -> {
          answers.add(census.isPermitted(second.id()));
          secondLoop.run();
        });

    answers.add(census.isPermitted(CALLER));

    assertThat(answers).containsExactly(false, false);
  }

  @Test
  void aMachineThatStopsLetsNobodyWait() {
    second.onKick(census::stop);

    assertThat(census.isPermitted(CALLER)).isFalse();
  }

  private static VcpuLoop loop(FakeVcpu vcpu) {
    return new VcpuLoop(vcpu, Board.of(new NoBus()), new StopSignal());
  }

  private static final class NoBus implements MmioBus {
    @Override
    public long read(long address, int width) {
      throw new AssertionError("nobody reads here");
    }

    @Override
    public void write(long address, int width, long value) {
      throw new AssertionError("nobody writes here");
    }
  }
}
