package io.jvmm.nested;

import java.util.List;

/**
 * What a shared host is that runs.
 *
 * @param emulator its process
 * @param size how large it is
 * @param stays whether it stays when nobody uses it
 * @param sessions the names of what runs in it
 */
public record HostStatus(
    ProcessHandle emulator, HostSize size, boolean stays, List<String> sessions) {
  /** Copies the list. */
  public HostStatus {
    sessions = List.copyOf(sessions);
  }
}
