package io.jvmm.vmm.spec;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The consoles. The guest's output on all of them, but for the ports, goes to the user.
 *
 * @param input which of them takes what the user types; see also {@link VmSpec#consoleInput}
 * @param inputAfter text that the guest prints when it is ready for input: piped input is held back
 *     until then, for a login program throws away what was typed before it; input from a terminal
 *     or a {@code connect}ion is never held back
 * @param connect where the user is; empty for standard input and output
 * @param ports the paravirtual console's ports beside the terminal, at most 15
 */
public record ConsoleSpec(
    @Key(value = "Which console takes the user's input.", ifAbsent = "\"auto\"") Input input,
    @Key(
            value = "Text the guest prints when it is ready: piped input is held back until then.",
            pattern = "[\\s\\S]{1,256}")
        Optional<String> inputAfter,
    @Key(
            "Where the user is instead of standard input and output: \"file:PATH\", \"unix:PATH\","
                + " \"pty:PATH\" or \"tcp:127.0.0.1:PORT\".")
        Optional<PortConnection> connect,
    @Key(value = "More ports, for programs or as terminals: 15 at most.", ifAbsent = "[]")
        List<PortSpec> ports) {
  /** The most ports beside the terminal. */
  public static final int MAX_PORTS = 15;

  /** Copies the list. */
  public ConsoleSpec {
    ports = List.copyOf(ports);
  }

  /** Consoles at standard input and output, without ports. */
  public ConsoleSpec(Input input, Optional<String> inputAfter) {
    this(input, inputAfter, Optional.empty(), List.of());
  }

  /** The consoles that can take input; in JSON in lower case. */
  public enum Input {
    /**
     * The one that is sure to be heard: the serial port where firmware, or what it would start, is
     * booted; the paravirtual one where the user gives a kernel.
     */
    AUTO,
    /** The paravirtual console: hvc0. */
    VIRTIO,
    /** The serial port: ttyAMA0. */
    PL011,
    /** bhyve's console, one register: for bare-metal programs. */
    BVMCONS
  }

  /** Whether anything leads elsewhere than to standard input and output. */
  public boolean hasConnections() {
    return connect.isPresent() || !ports.isEmpty();
  }

  /** The same consoles, with every connection changed in the same way. */
  public ConsoleSpec withConnections(UnaryOperator<PortConnection> change) {
    return new ConsoleSpec(
        input,
        inputAfter,
        connect.map(change),
        ports.stream().map(port -> port.withConnection(change)).toList());
  }
}
