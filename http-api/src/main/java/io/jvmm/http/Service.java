package io.jvmm.http;

import io.jvmm.control.MachineStore;
import io.jvmm.monitor.spec.GuestImages;
import java.util.List;
import java.util.function.Function;

/**
 * What is served.
 *
 * @param store the machines
 * @param images the guest images that specifications may refer to
 * @param launcher the command that runs a machine on its own, from the machine's name
 * @param version of jvmm, as it is told to clients
 */
public record Service(
    MachineStore store,
    GuestImages images,
    Function<String, List<String>> launcher,
    String version) {}
