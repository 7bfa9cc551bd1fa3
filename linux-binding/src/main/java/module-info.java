/**
 * What jvmm needs of Linux and Java's library does not have. Beside {@code io.jvmm.kvm}, the only
 * module that calls foreign functions. The C library itself is for that module alone; everybody
 * else gets typed objects.
 *
 * <p>Run with {@code --enable-native-access=io.jvmm.linux}.
 */
@SuppressWarnings("module") // io.jvmm.kvm is compiled later
module io.jvmm.linux {
  requires static org.jspecify;
  requires transitive io.jvmm.vmm;

  exports io.jvmm.linux;
  exports io.jvmm.linux.tap;
  exports io.jvmm.linux.uring;
  exports io.jvmm.linux.libc to
      io.jvmm.kvm;
  exports io.jvmm.linux.uapi to
      io.jvmm.kvm;
}
