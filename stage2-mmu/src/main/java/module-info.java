/**
 * Guest-physical memory: stage-2 translation tables in the architecture's own bits, the walker that
 * reads them as a processor would, and what follows from them: the hypervisor's memory slots and
 * the memory that devices may touch. Beside them, the walker of the guest's own stage-1 tables.
 */
@SuppressWarnings("module") // the digit is the architecture's term, not a version
module io.jvmm.stage2 {
  requires io.jvmm.vmm;
  requires static org.jspecify;

  exports io.jvmm.lpae;
  exports io.jvmm.stage1;
  exports io.jvmm.stage2;
}
