package io.jvmm.monitor.console;

import io.jvmm.monitor.console.Terminal.Size;
import java.util.Optional;

/** What a user looks at who is there, and can be asked something. */
@FunctionalInterface
interface Screen {
  /** Its size; empty if it does not know. */
  Optional<Size> size();
}
