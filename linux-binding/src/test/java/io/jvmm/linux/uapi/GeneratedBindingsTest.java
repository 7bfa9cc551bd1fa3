package io.jvmm.linux.uapi;

import io.jvmm.linux.testkit.GeneratedBindings;

class GeneratedBindingsTest extends GeneratedBindings {
  GeneratedBindingsTest() {
    super(Linux.class);
  }
}
