package io.jvmm.monitor.machine;

import io.jvmm.vmm.Vcpu;
import io.jvmm.vmm.VcpuId;
import io.jvmm.vmm.VcpuLoop;
import io.jvmm.vmm.VcpuRegister;
import io.jvmm.vmm.error.HostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Holds all vCPUs of a machine between two runs, on their own threads. The guest's virtual counter
 * stands still meanwhile: to the guest no time has passed, and no watchdog of its bites.
 */
final class Pause {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<VcpuLoop> loops;
  private boolean wanted; // guarded by this
  private boolean stopped; // guarded by this
  private int held; // guarded by this
  private final Map<VcpuId, Queue<Consumer<Vcpu>>> errands = new HashMap<>(); // guarded by this
  private long counter; // when the last vCPU was held; guarded by this

  /** A pause that did not begin. */
  Pause(List<VcpuLoop> loops) {
    this.loops = List.copyOf(loops);
  }

  /**
   * Holds them; returns once no guest code runs any more. Without effect if they are held.
   *
   * @throws HostException if one does not come: it waits for another that is held already
   */
  synchronized void begin() throws InterruptedException {
    awaitHeld(wanted ? loops.size() : 0); // some may be on their way out of the pause before
    if (!wanted) {
      wanted = true;
      loops.forEach(loop -> loop.send(this::hold));
      awaitHeld(loops.size());
    }
  }

  private void awaitHeld(int count) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (held != count && !stopped) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        end();
        throw new HostException("the machine did not pause, and runs on: try again");
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** Lets them go on. Without effect if they are not held. */
  synchronized void end() {
    wanted = false;
    notifyAll();
  }

  /** Whether they are held, or are about to be. */
  synchronized boolean isWanted() {
    return wanted;
  }

  /** The machine stops: nobody is held any more. */
  synchronized void stop() {
    stopped = true;
    wanted = false;
    notifyAll();
  }

  /**
   * Has something done by a vCPU's own thread while it is held: it takes nothing from its loop
   * then.
   *
   * @return false if it is not held, nor about to be
   */
  synchronized boolean send(VcpuId vcpu, Consumer<Vcpu> errand) {
    if (wanted) {
      errands.computeIfAbsent(vcpu, _ -> new ArrayDeque<>()).add(errand);
      notifyAll();
    }
    return wanted;
  }

  private synchronized void hold(Vcpu vcpu) {
    arrive(vcpu);
    runErrands(vcpu);
    boolean interrupted = false;
    while (wanted) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
      runErrands(vcpu);
    }
    leave(vcpu);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void runErrands(Vcpu vcpu) {
    Queue<Consumer<Vcpu>> own = errands.remove(vcpu.id());
    if (own != null) {
      own.forEach(errand -> errand.accept(vcpu));
    }
  }

  // The counter runs on as long as any vCPU does, so it is the last to be held that reads it.
  private void arrive(Vcpu vcpu) {
    held++;
    if (held == loops.size()) {
      counter = vcpu.register(VcpuRegister.CNTVCT_EL0);
      notifyAll();
    }
  }

  private void leave(Vcpu vcpu) {
    if (held == loops.size() && !stopped) {
      vcpu.setRegister(VcpuRegister.CNTVCT_EL0, counter);
    }
    held--;
    notifyAll();
  }
}
