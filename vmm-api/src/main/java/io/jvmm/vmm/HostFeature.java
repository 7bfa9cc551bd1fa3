package io.jvmm.vmm;

/**
 * Something that a back end asks of its host.
 *
 * @param name the host's own name for it, if it has one: {@code KVM_CAP_ARM_SVE}
 * @param value what the host answers; 0 says that it has no such thing
 * @param required whether no machine runs without
 * @param without what cannot be had without it, in a few words
 * @param since how a host comes to have it, in a few words
 */
public record HostFeature(String name, int value, boolean required, String without, String since) {
  /** Whether the host has it. */
  public boolean isPresent() {
    return value != 0;
  }
}
