package io.jvmm.monitor.machine;

import io.jvmm.monitor.control.ControlHandler;
import io.jvmm.monitor.control.ControlRequest;
import io.jvmm.monitor.control.ControlRequest.ResizeDisk;
import io.jvmm.vmm.spec.MemorySize;

/** Does what others ask of the machine that a runner runs. */
public record MachineControl(MachineRunner runner) implements ControlHandler {
  @Override
  public String handle(ControlRequest request) {
    return switch (request) {
      case ResizeDisk(int disk, long bytes) -> {
        runner.resizeDisk(disk, bytes);
        yield "disk %d has %s now".formatted(disk, new MemorySize(bytes));
      }
    };
  }
}
