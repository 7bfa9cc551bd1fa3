package io.jvmm.monitor.control;

/** Does what is asked of a machine. Called by any thread, by several at a time. */
@FunctionalInterface
public interface ControlHandler {
  /**
   * Does it.
   *
   * @return what was done, in a line for the user
   * @throws io.jvmm.vmm.error.VmmException if it cannot be done; whoever asked gets to read it
   */
  String handle(ControlRequest request);
}
