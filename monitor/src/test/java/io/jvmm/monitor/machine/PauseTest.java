package io.jvmm.monitor.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.vmm.Board;
import io.jvmm.vmm.StopReason;
import io.jvmm.vmm.StopReason.Kind;
import io.jvmm.vmm.StopSignal;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuLoop;
import io.jvmm.vmm.VcpuRegister;
import io.jvmm.vmm.mmio.MmioBus;
import io.jvmm.vmm.testkit.FakeVcpu;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PauseTest {
  private final StopSignal stop = new StopSignal();
  private final List<FakeVcpu> vcpus =
      List.of(new FakeVcpu(0).runningOn(), new FakeVcpu(1).runningOn());
  private final List<VcpuLoop> loops = vcpus.stream().map(this::loop).toList();
  private final List<Thread> threads = new ArrayList<>();
  private final Pause pause = new Pause(loops);

  @AfterEach
  void stopMachine() throws InterruptedException {
    stop.request(StopReason.of(Kind.HALTED));
    pause.stop();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void whileItLastsNoVcpuRuns() throws InterruptedException {
    run();
    pause.begin();
    List<Long> runs = runs();

    Thread.sleep(20); // for something that must not happen
    assertThat(runs()).isEqualTo(runs);
    assertThat(pause.isWanted()).isTrue();
  }

  @Test
  void afterItTheyRunOn() throws InterruptedException {
    run();
    pause.begin();
    long before = runs().getFirst();
    pause.end();

    while (runs().getFirst() == before) {
      Thread.onSpinWait();
    }
    assertThat(pause.isWanted()).isFalse();
  }

  @Test
  void theGuestsCounterGoesOnWhereItStood() throws InterruptedException {
    vcpus.forEach(vcpu -> vcpu.setRegister(VcpuRegister.CNTVCT_EL0, 1000));
    run();
    pause.begin();
    vcpus.forEach(vcpu -> vcpu.setRegister(VcpuRegister.CNTVCT_EL0, 9000)); // as time goes by
    pause.end();
    pause.begin(); // that is, once all have left the pause before

    assertThat(vcpus).anyMatch(vcpu -> vcpu.register(VcpuRegister.CNTVCT_EL0) == 1000);
  }

  @Test
  void aPauseThatBeginsTwiceIsOne() throws InterruptedException {
    run();
    pause.begin();
    pause.begin();
    pause.end();
    pause.begin();

    assertThat(pause.isWanted()).isTrue();
  }

  @Test
  void registersAreReadWhileItLasts() throws InterruptedException {
    vcpus.getLast().setRegister(VcpuRegister.PC, 0x4020_0000);
    run();
    pause.begin();

    RegisterDump dump = RegisterDump.of(loops, this::send);

    assertThat(dump.vcpus().getLast().values()).containsEntry(VcpuRegister.PC, 0x4020_0000L);
    assertThat(dump.toJson()).contains("\"pc\":\"0x40200000\"").contains("\"poweredOff\":false");
  }

  @Test
  void registersAreReadBeforeAndAfterItToo() throws InterruptedException {
    run();
    assertThat(RegisterDump.of(loops, this::send).vcpus()).hasSize(2);
    pause.begin();
    pause.end();

    assertThat(RegisterDump.of(loops, this::send).vcpus()).hasSize(2);
  }

  private void send(VcpuLoop loop, Consumer<Vcpu> errand) {
    if (!pause.send(loop.id(), errand)) {
      loop.send(errand);
    }
  }

  @Test
  void aMachineThatStopsIsHeldNoMore() throws InterruptedException {
    run();
    pause.begin();
    stop.request(StopReason.of(Kind.HALTED));
    pause.stop();

    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(pause.isWanted()).isFalse();
  }

  private void run() {
    loops.forEach(loop -> threads.add(Thread.ofPlatform().start(loop::run)));
  }

  private List<Long> runs() {
    return vcpus.stream().map(FakeVcpu::idleRuns).toList();
  }

  private VcpuLoop loop(FakeVcpu vcpu) {
    return new VcpuLoop(vcpu, Board.of(new NoBus()), stop);
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
