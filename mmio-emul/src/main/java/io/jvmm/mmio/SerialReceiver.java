package io.jvmm.mmio;

/** A device of the guest's that bytes are sent to, at the guest's pace. */
public interface SerialReceiver {
  /**
   * A byte for the guest. Safe for use by any thread.
   *
   * @return whether it was taken; not if the device has no room for it now
   */
  boolean receive(byte received);

  /**
   * Has {@code action} called when a byte that {@link #receive} refused would be taken now: on a
   * vCPU thread, with no lock held. Replaces an earlier one.
   */
  void onReceiveReady(Runnable action);
}
