package io.jvmm.it.nested;

import static org.assertj.core.api.Assertions.assertThat;

import io.jvmm.it.guest.A64;
import io.jvmm.vmm.CpuInput;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuExit;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No change of a vCPU's interrupt inputs is lost, whatever the vCPU's thread does when another
 * thread makes it. {@code -Dinputs=1000000} changes them more often than an ordinary run has time
 * for.
 */
class InputIT {
  private static final int CHANGES = Integer.getInteger("inputs", 10_000);

  /** Sleeps until an interrupt is pending, says so, and sleeps on: for ever without another. */
  private static A64 program() {
    A64 program = new A64().label("sleep").waitForInterrupt();
    return BareVm.report(program.mov(8, 1), 8).branch("sleep");
  }

  @ParameterizedTest
  @EnumSource
  void everyInputThatAnotherThreadAssertsWakesTheGuest(CpuInput input) throws Exception {
    try (BareVm vm = new BareVm(program())) {
      Sleeper sleeper = new Sleeper(vm.vcpu(), input);
      Thread thread = Thread.ofPlatform().daemon().start(sleeper);
      for (int change = 0; change < CHANGES; change++) {
        assertThat(sleeper.awake.tryAcquire(1, TimeUnit.MINUTES)).as("change %d", change).isTrue();
        sleeper.vcpu.setInput(input, true);
      }
      sleeper.enough = true;
      sleeper.vcpu.kick();
      thread.join();
    }
  }

  /** Lets the input go as soon as the guest has seen it, and asks for the next change. */
  private static final class Sleeper implements Runnable {
    private final Vcpu vcpu;
    private final CpuInput input;
    private final Semaphore awake = new Semaphore(1);
    private volatile boolean enough;

    Sleeper(Vcpu vcpu, CpuInput input) {
      this.vcpu = vcpu;
      this.input = input;
    }

    @Override
    public void run() {
      while (!enough) {
        if (vcpu.run() instanceof VcpuExit.MmioWrite) {
          vcpu.setInput(input, false);
          awake.release();
        }
      }
    }
  }
}
