/**
 * Linux's KVM on ARM64, behind the hypervisor interface of {@code io.jvmm.vmm}: with {@code
 * io.jvmm.linux} the only module that calls foreign functions. It exports nothing; {@link
 * java.util.ServiceLoader} finds its provider, {@code kvm}.
 *
 * <p>Run with {@code --enable-native-access=io.jvmm.kvm,io.jvmm.linux}.
 */
module io.jvmm.kvm {
  requires static org.jspecify;
  requires io.jvmm.linux;
  requires io.jvmm.vmm;

  provides io.jvmm.vmm.HypervisorProvider with
      io.jvmm.kvm.KvmProvider;
}
