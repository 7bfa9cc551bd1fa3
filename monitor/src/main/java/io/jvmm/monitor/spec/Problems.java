package io.jvmm.monitor.spec;

import io.jvmm.monitor.spec.Json.Place;
import io.jvmm.vmm.error.ConfigurationException;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one specification, so that its writer sees everything at once. */
final class Problems {
  private final String file;
  private final List<String> lines = new ArrayList<>();

  /** For the specification of this name. */
  Problems(String file) {
    this.file = file;
  }

  /** Adds a problem; the message says what is wrong and what to do. */
  void add(Place place, String message) {
    lines.add("%s:%d: %s: %s".formatted(file, place.line(), place.path(), message));
  }

  /** Throws if there is any. */
  void throwIfAny() {
    if (!lines.isEmpty()) {
      throw new ConfigurationException(lines);
    }
  }
}
