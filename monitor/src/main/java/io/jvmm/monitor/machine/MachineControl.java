package io.jvmm.monitor.machine;

import io.jvmm.monitor.control.ControlHandler;
import io.jvmm.monitor.control.ControlRequest;
import io.jvmm.monitor.control.ControlRequest.BeginRecording;
import io.jvmm.monitor.control.ControlRequest.Order;
import io.jvmm.monitor.control.ControlRequest.ReadRecording;
import io.jvmm.monitor.control.ControlRequest.ResizeDisk;
import io.jvmm.monitor.control.ControlRequest.Verb;
import io.jvmm.vmm.StopReason;
import io.jvmm.vmm.spec.MemorySize;
import java.time.Duration;
import java.util.Base64;

/** Does what others ask of the machine that a runner runs. */
public final class MachineControl implements ControlHandler {
  private final MachineRunner runner;
  private final MachineRecorder recorder = new MachineRecorder();

  /** For a machine that need not run yet. */
  public MachineControl(MachineRunner runner) {
    this.runner = runner;
  }

  @Override
  public String handle(ControlRequest request) {
    return switch (request) {
      case ResizeDisk(int disk, long bytes) -> {
        runner.resizeDisk(disk, bytes);
        yield "disk %d has %s now".formatted(disk, new MemorySize(bytes));
      }
      case BeginRecording(long seconds) -> {
        recorder.begin(Duration.ofSeconds(seconds));
        yield "recording";
      }
      case ReadRecording(long offset) -> Base64.getEncoder().encodeToString(recorder.read(offset));
      case Order(Verb verb) -> obey(verb);
    };
  }

  private String obey(Verb verb) {
    switch (verb) {
      case STATISTICS -> {
        return runner.report().toJson();
      }
      case REGISTERS -> {
        return runner.registers().toJson();
      }
      case END_RECORDING -> {
        return "" + recorder.end();
      }
      case MEMORY_MAP -> {
        return runner.memoryMap().toJson();
      }
      case STATE -> {}
      case POWER_BUTTON -> runner.pressPowerButton();
      case HALT -> runner.stop(new StopReason(StopReason.Kind.HALTED, "asked for from outside"));
      case RESET -> runner.reset();
      case PAUSE -> runner.pause();
      case RESUME -> runner.resume();
    }
    return runner.state().toString();
  }
}
