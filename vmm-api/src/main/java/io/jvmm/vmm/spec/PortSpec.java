package io.jvmm.vmm.spec;

import java.util.function.UnaryOperator;

/**
 * A port of the console beside the first.
 *
 * @param name by which the guest finds it: 1 to 64 letters, digits, dots, dashes or underscores;
 *     usually a domain name backwards
 * @param connect what it leads to on the host
 * @param terminal whether it is a terminal to the guest ({@code hvc1} and so on to Linux), or a
 *     stream of bytes ({@code /dev/vport0p1} and so on)
 */
public record PortSpec(
    @Key(
            value = "By which the guest finds it, such as \"org.example.agent\".",
            pattern = "[A-Za-z0-9._-]{1,64}")
        String name,
    @Key(
            "What it leads to: \"file:PATH\", \"unix:PATH\", \"pty:PATH\" or"
                + " \"tcp:127.0.0.1:PORT\".")
        PortConnection connect,
    @Key(
            value = "Whether it is a terminal: Linux sees hvc1, … instead of vport0p1, ….",
            ifAbsent = "false")
        boolean terminal) {
  /** The same port, connected to something else. */
  public PortSpec withConnection(UnaryOperator<PortConnection> change) {
    return new PortSpec(name, change.apply(connect), terminal);
  }
}
