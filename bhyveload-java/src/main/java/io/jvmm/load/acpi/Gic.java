package io.jvmm.load.acpi;

import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.memory.AddressRange;
import java.util.List;
import java.util.Optional;

/** An interrupt controller. */
public sealed interface Gic {
  /** Its distributor. */
  AddressRange distributor();

  /** What takes messages, if anything does. */
  Optional<? extends Messages> messages();

  /** How many processors it can serve. */
  int maxProcessors();

  /**
   * A GICv2 (Arm IHI 0048).
   *
   * @param distributor its distributor
   * @param cpuInterface its CPU interface
   * @param messages its frame, if it has one
   */
  record V2(AddressRange distributor, AddressRange cpuInterface, Optional<Messages.Frame> messages)
      implements Gic {
    /** A byte has a bit for each processor (Arm IHI 0048, 4.3.12). */
    private static final int MAX_PROCESSORS = 8;

    @Override
    public int maxProcessors() {
      return MAX_PROCESSORS;
    }
  }

  /**
   * A GICv3 (Arm IHI 0069) whose CPU interfaces are in system registers only.
   *
   * @param distributor its distributor
   * @param redistributors where its redistributors are, and nothing else
   * @param messages what takes messages, if anything does
   */
  record V3(
      AddressRange distributor, List<AddressRange> redistributors, Optional<Messages> messages)
      implements Gic {
    /** Copies the list. */
    public V3 {
      redistributors = List.copyOf(redistributors);
    }

    @Override
    public int maxProcessors() {
      return Integer.MAX_VALUE;
    }
  }

  /** What makes interrupts of messages. */
  sealed interface Messages {
    /**
     * An interrupt translation service.
     *
     * @param window where it is
     */
    record Its(AddressRange window) implements Messages {}

    /**
     * A GICv2m frame.
     *
     * @param window where it is
     * @param first the first of its SPIs
     * @param count how many it has
     */
    record Frame(AddressRange window, IntId first, int count) implements Messages {}
  }
}
