/**
 * Linux's KVM on ARM64, behind the hypervisor interface of {@code io.jvmm.vmm}: the only module of
 * jvmm that calls foreign functions. It exports nothing; {@link java.util.ServiceLoader} finds its
 * provider, {@code kvm}.
 *
 * <p>Run with {@code --enable-native-access=io.jvmm.kvm}.
 */
module io.jvmm.kvm {
  requires static org.jspecify;
  requires io.jvmm.vmm;

  provides io.jvmm.vmm.HypervisorProvider with
      io.jvmm.kvm.KvmProvider;
}
