package io.jvmm.vmm.irq;

import io.jvmm.vmm.devicetree.DeviceTreeNode;
import io.jvmm.vmm.mmio.MmioWindow;
import java.util.List;
import java.util.Optional;

/** Hands out interrupt lines, and describes itself to the guest. */
public interface InterruptController extends AutoCloseable {
  /**
   * The level-sensitive line of an SPI.
   *
   * @throws IllegalArgumentException if {@code spi} is no SPI, or has an owner already
   */
  LevelIrq levelLine(IntId spi);

  /**
   * The edge-triggered line of an SPI.
   *
   * @throws IllegalArgumentException if {@code spi} is no SPI, or has an owner already
   */
  EdgeIrq edgeLine(IntId spi);

  /** What kind it is, in the words the user reads: {@code GICv3 (KVM)}. */
  String description();

  /**
   * Its node: {@code interrupt-controller}, three-cell interrupt specifiers, and the given phandle.
   */
  DeviceTreeNode describe(int phandle);

  /**
   * What takes messages, where it is part of the controller; empty where there has to be a frame
   * beside it that turns them into SPIs.
   */
  default Optional<MessageTarget> messages() {
    return Optional.empty();
  }

  /**
   * The registers that the guest reaches through the bus; none if the back end answers for them.
   */
  default List<MmioWindow> windows() {
    return List.of();
  }

  /** Where the levels of the vCPUs' private lines go. */
  default PrivateInterrupts privateInterrupts() {
    return PrivateInterrupts.BACK_END;
  }

  /**
   * What it has done so far for each vCPU; nothing where the back end does it. Safe for use by any
   * thread.
   */
  default List<InterruptStatistics> statistics() {
    return List.of();
  }

  /** To be called once, when every vCPU exists and before the first one runs. */
  void start();

  @Override
  void close();
}
