package io.jvmm.monitor.spec;

import io.jvmm.monitor.spec.Json.JsonObject;
import io.jvmm.monitor.spec.Json.Place;
import io.jvmm.vmm.spec.ForwardSpec;
import io.jvmm.vmm.spec.MacAddress;
import io.jvmm.vmm.spec.NetworkSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What goes together in an interface, and what those of one machine must not have in common. */
final class NetworkRules {
  private NetworkRules() {}

  /** Checks the interfaces of the machine that {@code source} describes. */
  static void check(List<NetworkSpec> networks, JsonObject source, Problems problems) {
    Json array = source.members().get("networks");
    if (array != null) {
      checkAddresses(networks, array.place(), problems);
      checkForwards(networks, array.place(), problems);
      checkTaps(networks, array.place(), problems);
    }
  }

  private static void checkAddresses(List<NetworkSpec> networks, Place place, Problems problems) {
    Set<MacAddress> seen = new HashSet<>();
    for (NetworkSpec each : networks) {
      each.mac()
          .filter(mac -> !seen.add(mac))
          .ifPresent(
              mac ->
                  problems.add(
                      place, "two interfaces have the MAC address %s: change one".formatted(mac)));
    }
  }

  private static void checkForwards(List<NetworkSpec> networks, Place place, Problems problems) {
    Set<String> seen = new HashSet<>();
    for (NetworkSpec each : networks) {
      for (ForwardSpec forward : each.forwards()) {
        String taken = RecordBinder.jsonName(forward.protocol()) + " " + forward.host();
        if (!seen.add(taken)) {
          problems.add(place, "two forwards listen at %s: change one".formatted(taken));
        }
      }
    }
  }

  private static void checkTaps(List<NetworkSpec> networks, Place place, Problems problems) {
    Set<String> seen = new HashSet<>();
    for (NetworkSpec each : networks) {
      boolean tap = each.type() == NetworkSpec.Type.TAP;
      if (tap != each.tap().isPresent()) {
        problems.add(
            place, "\"type\": \"tap\" and the key \"tap\" go together: write both or none");
      }
      if (tap && (each.hostLoopback() || !each.forwards().isEmpty())) {
        problems.add(
            place,
            "a tap interface has no \"forwards\" and no \"hostLoopback\": its guest has an address"
                + " that others reach");
      }
      each.tap()
          .filter(spec -> !seen.add(spec.name()))
          .ifPresent(
              spec ->
                  problems.add(
                      place, "two interfaces lead to %s: change one".formatted(spec.name())));
    }
  }
}
