package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.guest.A64;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuConfig;
import io.jvmm.vmm.VcpuExit;
import io.jvmm.vmm.VcpuId;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * No kick is lost, whatever the vCPU does. {@code -Dkicks=1000000} kicks the spinning one more
 * often than an ordinary run has time for.
 */
class KickIT {
  private static final int KICKS = Integer.getInteger("kicks", 30_000);
  private static final int FEW_KICKS = 500;

  @Test
  void everyKickEndsTheRunOfASpinningVcpu() throws InterruptedException {
    try (BareVm vm = new BareVm(new A64().label("spin").branch("spin"))) {
      kickAndAwait(vm.vcpu(), KICKS);
    }
  }

  @Test
  void everyKickWakesASleepingVcpu() throws InterruptedException {
    A64 sleep = new A64().label("sleep").waitForInterrupt().branch("sleep");
    try (BareVm vm = new BareVm(sleep)) {
      kickAndAwait(vm.vcpu(), FEW_KICKS);
    }
  }

  @Test
  void everyKickEndsTheRunOfAVcpuThatIsPoweredOff() throws InterruptedException {
    try (BareVm vm = new BareVm(new A64().powerOff())) {
      kickAndAwait(vm.vcpu(new VcpuConfig(new VcpuId(0), true)), FEW_KICKS);
    }
  }

  @Test
  void aKickBeforeTheFirstRunEndsIt() {
    try (BareVm vm = new BareVm(new A64().label("spin").branch("spin"))) {
      Vcpu vcpu = vm.vcpu();
      vcpu.kick();

      assertThat(vcpu.run()).isEqualTo(new VcpuExit.Interrupted());
    }
  }

  /** Kicks again as soon as the kick before has ended a run, so that none can stand for two. */
  private static void kickAndAwait(Vcpu vcpu, int kicks) throws InterruptedException {
    Runner runner = new Runner(vcpu);
    Thread thread = Thread.ofPlatform().daemon().start(runner);
    for (int kick = 1; kick <= kicks; kick++) {
      runner.kickAndAwait(kick);
    }
    runner.asked = Runner.STOP;
    vcpu.kick();
    thread.join();
    assertThat(runner.unexpected).as("exits other than by a kick").isZero();
  }

  private static final class Runner implements Runnable {
    static final int STOP = -1;

    private final Vcpu vcpu;
    private final Semaphore interrupted = new Semaphore(0);
    private volatile int asked; // the number of the kick under way
    private volatile int answered; // written by the vCPU's thread
    private int unexpected; // the vCPU's thread, and who has joined it

    Runner(Vcpu vcpu) {
      this.vcpu = vcpu;
    }

    @Override
    public void run() {
      while (asked != STOP) {
        if (!(vcpu.run() instanceof VcpuExit.Interrupted)) {
          unexpected++;
        }
        answered = asked;
        interrupted.release();
      }
    }

    void kickAndAwait(int kick) throws InterruptedException {
      asked = kick;
      vcpu.kick();
      while (answered != kick) {
        assertThat(interrupted.tryAcquire(1, TimeUnit.MINUTES)).as("kick %d", kick).isTrue();
      }
    }
  }
}
