package io.jvmm.vmm.error;

/** A bug of jvmm's own: a state that its own code rules out. */
public final class InternalException extends VmmException {
  private static final long serialVersionUID = 1L;

  /** With a message that can stand alone. */
  public InternalException(String message) {
    super(message);
  }

  /** With the failure underneath, whose text the message does not repeat. */
  public InternalException(String message, Throwable cause) {
    super(message, cause);
  }
}
