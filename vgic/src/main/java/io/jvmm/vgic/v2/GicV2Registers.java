package io.jvmm.vgic.v2;

/**
 * A GICv2's registers, as whoever saves or restores it reaches them: words, by the offset of the
 * register from its frame's start, as a given processor sees them. No processor may be running.
 */
public interface GicV2Registers {
  /** A word of the distributor. */
  int distributor(int processor, int offset);

  /** Changes a word of the distributor. */
  void setDistributor(int processor, int offset, int value);

  /** A word of the CPU interface; GICC_PMR and the active priorities as a guest has them. */
  int cpuInterface(int processor, int offset);

  /** Changes a word of the CPU interface. */
  void setCpuInterface(int processor, int offset, int value);
}
