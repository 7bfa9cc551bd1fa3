package io.jvmm.vmm.spec;

import java.util.Optional;

/**
 * A tap interface of the host.
 *
 * @param name its name; made if there is none
 * @param bridge the bridge that it is made a port of
 * @param address the host's own address on it
 * @param queues how many pairs of queues the guest has: each is served by threads of its own
 */
public record TapSpec(
    @Key(
            value = "The host's tap interface, which is made if there is none of this name.",
            pattern = "[A-Za-z0-9_-][A-Za-z0-9_.-]{0,14}")
        String name,
    @Key(
            value = "The bridge that an interface is made a port of.",
            pattern = "[A-Za-z0-9_-][A-Za-z0-9_.-]{0,14}")
        Optional<String> bridge,
    @Key("The host's own address on an interface that is made, such as \"192.0.2.1/24\".")
        Optional<NetworkAddress> address,
    @Key(
            value = "How many pairs of queues the guest has: as many vCPUs can send at once.",
            ifAbsent = "1",
            min = 1,
            max = 8)
        int queues) {}
