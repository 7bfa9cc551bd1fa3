package io.jvmm.monitor.machine;

import io.jvmm.load.BootPlan;
import io.jvmm.vmm.memory.GuestMemory;
import java.util.List;

/**
 * What the loader has left in a machine's memory.
 *
 * @param plan what is where
 * @param memory the machine's memory, as long as the machine is not closed
 * @param virtioNames its virtio devices, in the order of their slots or PCI device numbers
 */
record Loaded(BootPlan plan, GuestMemory memory, List<String> virtioNames) {
  Loaded {
    virtioNames = List.copyOf(virtioNames);
  }
}
