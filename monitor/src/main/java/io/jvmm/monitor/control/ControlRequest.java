package io.jvmm.monitor.control;

import java.util.Locale;

/** What a machine can be asked while it runs. */
public sealed interface ControlRequest {
  /**
   * Make a disk larger. As JSON: {@code {"resizeDisk": {"disk": 0, "bytes": 1073741824}}}.
   *
   * @param disk which, counted from 0 as the specification lists them
   * @param bytes how large it is to be
   */
  record ResizeDisk(int disk, long bytes) implements ControlRequest {}

  /**
   * Something that takes one word to ask. As JSON: {@code {"do": "pause"}}.
   *
   * @param verb the word
   */
  record Order(Verb verb) implements ControlRequest {}

  /**
   * Begin a flight recording of the machine's process.
   *
   * @param seconds when it ends by itself
   */
  record BeginRecording(long seconds) implements ControlRequest {}

  /**
   * Say what is in the recording that has ended, in Base64: a piece of it, nothing at its end.
   *
   * @param offset where the piece starts, in bytes
   */
  record ReadRecording(long offset) implements ControlRequest {}

  /** The words. */
  enum Verb {
    /** Say what the machine is doing: {@code starting}, {@code running} or {@code paused}. */
    STATE,
    /** Say what the machine has done so far: an object of JSON, of {@code MachineReport}. */
    STATISTICS,
    /** Say what is in the registers of its vCPUs: an object of JSON, of {@code RegisterDump}. */
    REGISTERS,
    /** End the recording that was begun: its size in bytes, when it can be read. */
    END_RECORDING,
    /** Say what is where in its memory: an object of JSON, of {@code MemoryMapReport}. */
    MEMORY_MAP,
    /** Press the power button. */
    POWER_BUTTON,
    /** Stop the machine at once. */
    HALT,
    /** Start the machine again. */
    RESET,
    /** Hold the guest. */
    PAUSE,
    /** Let a held guest go on. */
    RESUME;

    /** In JSON. */
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
