package io.jvmm.kvm;

import io.jvmm.kvm.uapi.LinuxKvm;
import io.jvmm.linux.testkit.GeneratedBindings;

class GeneratedBindingsTest extends GeneratedBindings {
  GeneratedBindingsTest() {
    super(LinuxKvm.class);
  }
}
