package io.jvmm.monitor.control;

/** What a machine can be asked while it runs. */
public sealed interface ControlRequest {
  /**
   * Make a disk larger. As JSON: {@code {"resizeDisk": {"disk": 0, "bytes": 1073741824}}}.
   *
   * @param disk which, counted from 0 as the specification lists them
   * @param bytes how large it is to be
   */
  record ResizeDisk(int disk, long bytes) implements ControlRequest {}
}
