package io.jvmm.vmm.spec;

import java.util.Optional;

/**
 * The consoles. The guest's output on all of them goes to the user.
 *
 * @param input which of them takes what the user types
 * @param inputAfter text that the guest prints when it is ready for input: piped input is held back
 *     until then, for a login program throws away what was typed before it; input from a terminal
 *     is never held back
 */
public record ConsoleSpec(
    @Key(value = "Which console takes the user's input.", ifAbsent = "\"virtio\"") Input input,
    @Key(
            value = "Text the guest prints when it is ready: piped input is held back until then.",
            pattern = "[\\s\\S]{1,256}")
        Optional<String> inputAfter) {
  /** The consoles that can take input; in JSON in lower case. */
  public enum Input {
    /** The paravirtual console: hvc0. */
    VIRTIO,
    /** The serial port: ttyAMA0. */
    PL011,
    /** bhyve's console, one register: for bare-metal programs. */
    BVMCONS
  }
}
