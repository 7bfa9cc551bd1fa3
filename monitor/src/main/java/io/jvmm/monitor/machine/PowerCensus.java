package io.jvmm.monitor.machine;

import io.jvmm.vmm.SystemSuspend;
import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.VcpuLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks every vCPU of a machine whether it is powered off. Each answers on its own thread, for the
 * back end tells nobody else while it runs the vCPU.
 */
final class PowerCensus implements SystemSuspend {
  private final AtomicBoolean underWay = new AtomicBoolean();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private volatile List<VcpuLoop> loops = List.of();

  /** Says whom to ask, before the first of them runs. */
  void of(List<VcpuLoop> vcpus) {
    loops = List.copyOf(vcpus);
  }

  /**
   * Two that ask at once are both on: the second is denied at once, and so can answer the first.
   */
  @Override
  public boolean isPermitted(VcpuId caller) {
    if (!underWay.compareAndSet(false, true)) {
      return false;
    }
    try {
      return areOff(loops.stream().filter(loop -> !loop.id().equals(caller)).toList());
    } finally {
      underWay.set(false);
    }
  }

  private boolean areOff(List<VcpuLoop> others) {
    List<CompletableFuture<Boolean>> answers = others.stream().map(PowerCensus::ask).toList();
    CompletableFuture<Void> all =
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
    CompletableFuture.anyOf(all, stopped).join();
    return answers.stream().allMatch(answer -> answer.getNow(false));
  }

  private static CompletableFuture<Boolean> ask(VcpuLoop other) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    other.send((Vcpu vcpu) -> answer.complete(vcpu.isPoweredOff()));
    return answer;
  }

  /** The machine stops: nobody may answer any more, so nobody waits any more. */
  void stop() {
    stopped.complete(null);
  }
}
