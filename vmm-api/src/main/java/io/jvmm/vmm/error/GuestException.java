package io.jvmm.vmm.error;

/**
 * The guest did something that no well-behaved guest does. Reported in one line without a stack
 * trace; it never stops the monitor, unless policy says so.
 */
public final class GuestException extends VmmException {
  private static final long serialVersionUID = 1L;

  /** With a message that can stand alone. */
  public GuestException(String message) {
    super(message);
  }

  /** With the failure underneath, whose text the message does not repeat. */
  public GuestException(String message, Throwable cause) {
    super(message, cause);
  }
}
