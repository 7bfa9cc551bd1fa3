package io.jvmm.cli.bhyve;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A network interface: the settings of network back ends of bhyve_config(5). */
final class BhyveNetwork {
  private static final Pattern FORWARD =
      Pattern.compile("(tcp|udp):([0-9.]*):([0-9]{1,5})-[0-9.]*:([0-9]{1,5})");

  private BhyveNetwork() {}

  /**
   * As a specification has it; empty if nothing here leads to where it led.
   *
   * @param remarks gets what is not as it was
   */
  static Optional<ObjectNode> of(BhyveConfig config, String node, List<String> remarks) {
    String backend = config.take(node + ".backend").orElse("");
    String type = config.take(node + ".type").orElseGet(() -> typeOf(backend));
    ObjectNode network = JsonNodeFactory.instance.objectNode();
    switch (type) {
      case "tap" -> network.put("type", "tap").putObject("tap").put("name", backend);
      case "slirp" -> {
        network.put("type", "user");
        config
            .take(node + ".hostfwd")
            .ifPresent(forwards -> addForwards(network, node, forwards, remarks));
      }
      default -> {
        config.takeAll(node);
        remarks.add(
            "%s.backend=%s: nothing here is like it, the interface is left out"
                .formatted(node, backend));
        return Optional.empty();
      }
    }
    config.take(node + ".mac").ifPresent(mac -> network.put("mac", mac));
    config.takeNumber(node + ".mtu").ifPresent(mtu -> network.put("mtu", mtu));
    return Optional.of(network);
  }

  /** By its name, where no type is given. */
  private static String typeOf(String backend) {
    if (backend.matches("(tap|vmnet)[0-9]+")) {
      return "tap";
    }
    return backend.equals("slirp") ? "slirp" : "";
  }

  private static void addForwards(
      ObjectNode network, String node, String forwards, List<String> remarks) {
    ArrayNode array = network.putArray("forwards");
    for (String forward : forwards.split(";", -1)) {
      Matcher matcher = FORWARD.matcher(forward);
      if (matcher.matches()) {
        String address = matcher.group(2).isEmpty() ? "0.0.0.0" : matcher.group(2);
        array
            .addObject()
            .put("protocol", matcher.group(1))
            .put("host", address + ":" + matcher.group(3))
            .put("guest", Integer.parseInt(matcher.group(4)));
      } else {
        remarks.add("%s.hostfwd=%s: makes no sense, left out".formatted(node, forward));
      }
    }
  }
}
