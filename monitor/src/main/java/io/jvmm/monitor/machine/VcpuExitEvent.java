package io.jvmm.monitor.machine;

import io.jvmm.vmm.VcpuExit;
import io.jvmm.vmm.VcpuId;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** An exit in a flight recording; lasts until the vCPU enters the guest again. */
@Name("jvmm.VcpuExit")
@Label("vCPU Exit")
@Category({"jvmm", "vCPU"})
@Description("A vCPU left the guest; the duration is what it took to answer")
@StackTrace(false)
final class VcpuExitEvent extends Event {
  @Label("vCPU")
  int vcpu;

  @Label("Kind")
  String kind = "";

  @Label("Exit")
  @Description("With address, width and value where it has them")
  String exit = "";

  /** The event of an exit that is to be answered now; {@code null} if none is recorded. */
  static @Nullable VcpuExitEvent begin(VcpuId vcpu, ExitKind kind, VcpuExit exit) {
    VcpuExitEvent event = new VcpuExitEvent();
    if (!event.isEnabled()) {
      return null;
    }
    event.vcpu = vcpu.value();
    event.kind = kind.title();
    event.exit = exit.toString();
    event.begin();
    return event;
  }
}
