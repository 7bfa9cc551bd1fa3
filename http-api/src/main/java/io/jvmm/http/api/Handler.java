package io.jvmm.http.api;

/** Answers calls of a route, on any thread, several at a time. */
@FunctionalInterface
public interface Handler {
  /**
   * Does what is asked. May wait.
   *
   * @throws Refusal if it cannot be done as it was asked
   * @throws io.jvmm.vmm.error.VmmException likewise; {@link Problem} knows the status of each
   */
  Answer handle(Call call) throws InterruptedException;
}
