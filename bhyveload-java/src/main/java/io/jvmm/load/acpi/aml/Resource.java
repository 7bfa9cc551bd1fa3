package io.jvmm.load.acpi.aml;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jvmm.vmm.irq.IntId;
import io.jvmm.vmm.memory.AddressRange;

/** A resource descriptor (ACPI 6.6, 6.4): part of what a device takes, or passes on to others. */
public sealed interface Resource {
  /** Its bytes. */
  byte[] encoded();

  /**
   * Registers below 4 GiB, read and written (6.4.3.4).
   *
   * @param window where
   */
  record Registers(AddressRange window) implements Resource {
    private static final int TAG = 0x86;
    private static final int WRITABLE = 1;

    /** Refuses what 32 bits cannot say. */
    public Registers {
      if (window.endExclusive() > 1L << Integer.SIZE) {
        throw new IllegalArgumentException(window + " does not lie below 4 GiB");
      }
    }

    @Override
    public byte[] encoded() {
      return large(
          TAG,
          Encoding.bytes(WRITABLE),
          Encoding.number(window.start().value(), Integer.BYTES),
          Encoding.number(window.size(), Integer.BYTES));
    }
  }

  /**
   * A level-sensitive, active-high interrupt (6.4.3.6).
   *
   * @param interrupt its INTID, which is what ACPI calls a GSIV
   * @param shared whether other devices have it, too
   */
  record Interrupt(IntId interrupt, boolean shared) implements Resource {
    private static final int TAG = 0x89;
    private static final int CONSUMER = 1;
    private static final int SHARED = 1 << 3;
    private static final int COUNT = 1;

    /** One that no other device has. */
    public Interrupt(IntId interrupt) {
      this(interrupt, false);
    }

    @Override
    public byte[] encoded() {
      return large(
          TAG,
          Encoding.bytes(shared ? CONSUMER | SHARED : CONSUMER, COUNT),
          Encoding.number(interrupt.value(), Integer.BYTES));
    }
  }

  /**
   * Addresses that a bridge passes on to what is behind it, as they are (6.4.3.5).
   *
   * @param window the addresses
   */
  record MemoryWindow(AddressRange window) implements Resource {
    private static final int TAG = 0x8a;
    private static final int MEMORY = 0;
    private static final int WRITABLE = 1; // and not cacheable

    @Override
    public byte[] encoded() {
      return large(
          TAG,
          Encoding.bytes(MEMORY, Window.FIXED, WRITABLE),
          Window.bounds(window.start().value(), window.size(), Long.BYTES));
    }
  }

  /**
   * Numbers of buses that a bridge passes on (6.4.3.5).
   *
   * @param count how many, from 0 on
   */
  record BusNumbers(int count) implements Resource {
    private static final int TAG = 0x88;
    private static final int BUSES = 2;

    @Override
    public byte[] encoded() {
      return large(
          TAG, Encoding.bytes(BUSES, Window.FIXED, 0), Window.bounds(0, count, Short.BYTES));
    }
  }

  /**
   * A line of a controller of general-purpose lines, as an interrupt at its rising edge
   * (6.4.3.8.1).
   *
   * @param controller the controller's path, from the root
   * @param line the line's number
   */
  record RisingEdge(String controller, int line) implements Resource {
    private static final int TAG = 0x8c;
    private static final int REVISION = 1;
    private static final int INTERRUPT = 0;
    private static final int CONSUMER = 1;
    private static final int EDGE_AND_HIGH = 1;
    private static final int DEFAULT_PULL = 0;
    private static final int LINES_OFFSET = 23;
    private static final int NAME_OFFSET = LINES_OFFSET + Short.BYTES;

    @Override
    public byte[] encoded() {
      byte[] name = (controller + "\0").getBytes(US_ASCII);
      return large(
          TAG,
          Encoding.bytes(REVISION, INTERRUPT),
          Encoding.number(CONSUMER, Short.BYTES),
          Encoding.number(EDGE_AND_HIGH, Short.BYTES),
          Encoding.bytes(DEFAULT_PULL),
          Encoding.number(0, 2 * Short.BYTES), // drive strength and debouncing: none
          Encoding.number(LINES_OFFSET, Short.BYTES),
          Encoding.bytes(0), // the controller's index
          Encoding.number(NAME_OFFSET, Short.BYTES),
          Encoding.number(NAME_OFFSET + name.length, Short.BYTES), // vendor's data: none
          Encoding.number(0, Short.BYTES),
          Encoding.number(line, Short.BYTES),
          name);
    }
  }

  private static byte[] large(int tag, byte[]... content) {
    byte[] all = Encoding.concat(content);
    return Encoding.concat(Encoding.bytes(tag), Encoding.number(all.length, Short.BYTES), all);
  }
}
