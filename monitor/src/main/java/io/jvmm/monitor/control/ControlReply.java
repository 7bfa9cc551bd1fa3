package io.jvmm.monitor.control;

import io.jvmm.vmm.error.ConfigurationException;
import io.jvmm.vmm.error.VmmException;
import java.util.List;

/** What came of a request. */
sealed interface ControlReply {
  /** It was done. As JSON: {@code {"done": "disk 0 has 1GiB"}}. */
  record Done(String text) implements ControlReply {}

  /** It was not. As JSON: {@code {"problems": ["there is no disk 3"]}}. */
  record Refused(List<String> problems) implements ControlReply {
    public Refused {
      problems = List.copyOf(problems);
    }

    static Refused because(VmmException e) {
      return new Refused(
          e instanceof ConfigurationException many
              ? many.problems()
              : List.of(String.valueOf(e.getMessage())));
    }
  }
}
