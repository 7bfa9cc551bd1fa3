package io.jvmm.vmm;

import java.util.Optional;

/**
 * Says once, to all vCPUs of a machine, that it is to stop, and why. Safe for use by any thread.
 */
public final class StopSignal {
  private volatile Optional<StopReason> reason = Optional.empty(); // written under this monitor

  /** Asks for a stop; the first reason given is the one that counts. */
  public synchronized void request(StopReason why) {
    if (reason.isEmpty()) {
      reason = Optional.of(why);
    }
  }

  /** Why the machine is to stop; empty while it is not. */
  public Optional<StopReason> reason() {
    return reason;
  }
}
