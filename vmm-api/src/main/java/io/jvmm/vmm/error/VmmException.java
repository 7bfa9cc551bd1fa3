package io.jvmm.vmm.error;

import java.util.Objects;

/**
 * The root of every error that jvmm raises on purpose. The four families say whose fault it is, and
 * so who has to act; nothing else extends this class.
 */
public abstract sealed class VmmException extends RuntimeException
    permits ConfigurationException, HostException, GuestException, InternalException {
  private static final long serialVersionUID = 1L;

  VmmException(String message) {
    super(message);
  }

  VmmException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What happened; every one of them says. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
