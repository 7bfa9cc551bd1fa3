package io.jvmm.monitor.machine;

import io.jvmm.vmm.error.InternalException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What has to be given back, in the reverse of the order it was taken. */
final class Resources implements AutoCloseable {
  private final Deque<AutoCloseable> taken = new ArrayDeque<>();

  /** Remembers one, and hands it through. */
  <T extends AutoCloseable> T add(T resource) {
    taken.push(resource);
    return resource;
  }

  /** Gives everything back, also when giving one back fails; then the first failure is thrown. */
  @Override
  public void close() {
    RuntimeException first = null;
    while (!taken.isEmpty()) {
      try {
        taken.pop().close();
      } catch (Exception e) {
        RuntimeException failure =
            e instanceof RuntimeException unchecked ? unchecked : new InternalException("close", e);
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
