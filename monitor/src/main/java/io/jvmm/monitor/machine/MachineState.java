package io.jvmm.monitor.machine;

import java.util.Locale;

/** What a machine is doing whose process is there. */
public enum MachineState {
  /** It is being built, or built again after a reset. */
  STARTING,
  /** Its guest runs. */
  RUNNING,
  /** Its guest is held. */
  PAUSED;

  /** As users read it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
