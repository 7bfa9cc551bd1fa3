package io.jvmm.monitor.console;

/** A port of the guest's, as the host's end sees it. */
public interface GuestPort extends GuestInput {
  /** Says whether somebody is at the host's end; at first nobody is. Never waits. */
  void setConnected(boolean connected);
}
