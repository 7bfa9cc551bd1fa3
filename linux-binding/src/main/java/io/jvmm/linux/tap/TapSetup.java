package io.jvmm.linux.tap;

import io.jvmm.vmm.spec.NetworkAddress;
import java.util.Optional;

/**
 * What an interface is to its host.
 *
 * @param mtu the largest packet in bytes
 * @param address the host's own address on it
 * @param bridge the bridge that it is a port of
 */
public record TapSetup(int mtu, Optional<NetworkAddress> address, Optional<String> bridge) {}
