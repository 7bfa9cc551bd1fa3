package io.jvmm.vmm;

/**
 * A device that the back end emulates itself, configured by 64-bit attributes in groups. The
 * numbers are those of the kind's own interface (for KVM: Documentation/virt/kvm/devices). Every
 * call throws {@link io.jvmm.vmm.error.HostException} if the back end refuses.
 */
public interface KernelDevice {
  /** The kinds jvmm knows. */
  enum Kind {
    /** A GICv2: distributor and CPU interfaces. */
    GIC_V2,
    /** A GICv3: distributor and redistributors; the CPU interface is in system registers. */
    GIC_V3,
    /** A GICv3 interrupt translation service. */
    GIC_ITS
  }

  /** Whether an attribute exists. */
  boolean hasAttribute(int group, long attribute);

  /** Sets an attribute to a 64-bit value. */
  void setAttribute(int group, long attribute, long value);

  /** Sets an attribute that takes a 32-bit value. */
  void setAttribute32(int group, long attribute, int value);

  /** Sets an attribute that is a command and takes no value. */
  void command(int group, long attribute);

  /** Reads an attribute of 64 bits. */
  long attribute(int group, long attribute);

  /** Reads an attribute of 32 bits. */
  int attribute32(int group, long attribute);
}
