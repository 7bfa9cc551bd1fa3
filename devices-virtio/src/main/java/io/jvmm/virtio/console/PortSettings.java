package io.jvmm.virtio.console;

/**
 * A port beside the console's first.
 *
 * @param name by which the guest finds it; Linux shows it in {@code /sys/class/virtio-ports}
 * @param terminal whether it is a terminal, {@code hvc1} and so on to Linux, instead of {@code
 *     /dev/vport0p1}
 * @param output where the guest's output goes
 */
public record PortSettings(String name, boolean terminal, PortOutput output) {}
