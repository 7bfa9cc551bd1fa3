package io.jvmm.monitor.machine;

import io.jvmm.mmio.pvpanic.PvpanicEvent;
import io.jvmm.vmm.StopReason;
import io.jvmm.vmm.StopReason.Kind;
import io.jvmm.vmm.StopSignal;
import java.util.function.Consumer;

/**
 * What becomes of a machine whose guest reports a panic or its end.
 *
 * @param stop what stops the machine; seen by the reporting vCPU before it enters the guest again
 */
record PanicPolicy(StopSignal stop) implements Consumer<PvpanicEvent> {
  private static final System.Logger LOG = System.getLogger(PanicPolicy.class.getName());

  @Override
  public void accept(PvpanicEvent event) {
    switch (event) {
      case PANICKED -> stop.request(new StopReason(Kind.CRASHED, "the guest panicked"));
      case CRASH_LOADED ->
          LOG.log(System.Logger.Level.WARNING, "the guest panicked, and writes its crash dump");
      case SHUTDOWN -> stop.request(StopReason.of(Kind.POWERED_OFF));
    }
  }
}
