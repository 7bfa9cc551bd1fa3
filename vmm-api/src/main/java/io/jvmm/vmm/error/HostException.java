package io.jvmm.vmm.error;

/**
 * The host lacks or refuses something: a missing capability, a permission, a failed system call.
 * The message says which call failed with which arguments, the likely cause, and the remedy.
 */
public final class HostException extends VmmException {
  private static final long serialVersionUID = 1L;

  /** With a message that can stand alone. */
  public HostException(String message) {
    super(message);
  }

  /** With the failure underneath, whose text the message does not repeat. */
  public HostException(String message, Throwable cause) {
    super(message, cause);
  }
}
